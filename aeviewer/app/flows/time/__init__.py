"""What the time bar is fed by."""
