"""Arithmetic of latent spaces: charts, paths. Needs torch alone."""
