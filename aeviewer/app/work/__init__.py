"""What helps one at work: palette, menu, cheat sheet, recent files, dropped files, the tour."""
