"""What the anomaly page is fed by."""
