"""What the adversary page is fed by."""
