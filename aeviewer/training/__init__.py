"""Training: the loop as a generator, its checkpoints, run folders and figures. Knows no Qt."""
