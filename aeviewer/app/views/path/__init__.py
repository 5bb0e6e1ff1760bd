"""The path and what is said of it."""
