"""What the window tells: faults, messages, figures, questions."""
