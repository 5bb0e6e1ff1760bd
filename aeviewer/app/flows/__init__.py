"""Flows: for each view that needs a model, the way from the store to the decoder and back."""
