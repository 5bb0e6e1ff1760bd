"""A lecture: a screen for the lesson, the keys of a clicker, a window for who presents."""
