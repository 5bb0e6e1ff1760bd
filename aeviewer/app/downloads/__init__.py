"""Downloads, by a click alone."""
