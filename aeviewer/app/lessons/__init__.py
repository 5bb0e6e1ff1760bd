"""Lessons: who goes through one, the panel that shows it, and what points at the window."""
