"""The model zoo: one contract, one registry, and one file for each paper. Needs torch alone."""
