"""What can be done: a file for each group, `table` for them all, and `making` makes them Qt's."""
