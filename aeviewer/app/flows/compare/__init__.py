"""What the compare page is fed by."""
