"""Guessing before one sees: places of pictures on the map, and pictures of places."""
