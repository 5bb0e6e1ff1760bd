"""What the mixing page is fed by."""
