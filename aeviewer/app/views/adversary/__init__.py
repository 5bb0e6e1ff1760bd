"""The adversary page."""
