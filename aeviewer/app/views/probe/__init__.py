"""What the probe shows beside the picture."""
