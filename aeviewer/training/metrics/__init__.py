"""Figures of a trained model on test images, in the units of the literature.

`evaluate` collects them; each other file measures one thing, by a function
`measure(model, data, seed) -> {key: figure}`.
"""
