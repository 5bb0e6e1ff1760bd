"""Data sets: every source becomes images (N, C, H, W), labels and names. Needs torch and numpy."""
