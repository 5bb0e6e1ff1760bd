"""The loss curves."""
