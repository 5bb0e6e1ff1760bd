"""What the codebook page is fed by."""
