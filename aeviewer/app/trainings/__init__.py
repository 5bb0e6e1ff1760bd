"""Trainings in the window: one thread, its mail, what becomes of it."""
