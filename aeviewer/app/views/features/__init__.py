"""The features page."""
