"""The codebook page."""
