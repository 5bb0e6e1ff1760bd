"""What the features page is fed by."""
