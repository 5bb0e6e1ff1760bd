"""What the denoising page is fed by."""
