"""The panels of the window: each groups controls by what they do."""
