"""Knobs as forms: fields, what is typed, what is chosen."""
