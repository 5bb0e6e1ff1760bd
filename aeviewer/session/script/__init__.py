"""The script of a view: what is on show as Python, by the library alone. No torch here."""
