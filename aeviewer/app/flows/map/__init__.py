"""What the map is fed by."""
