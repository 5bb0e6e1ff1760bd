"""The latent map and what lies on it."""
