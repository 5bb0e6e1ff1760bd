"""The mixing page."""
