"""Models in the window: opened from files, put on show."""
