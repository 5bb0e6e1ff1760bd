"""What the path is fed by."""
