"""What several views and panels are made of: small widgets, painting, words."""
