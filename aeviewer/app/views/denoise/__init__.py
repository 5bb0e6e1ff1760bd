"""The denoising page."""
