"""The traversal page."""
