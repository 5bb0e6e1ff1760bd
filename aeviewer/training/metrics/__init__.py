"""Figures of a trained model on test images, in the units of the literature.

`evaluate` collects them; each other file measures one thing, by a function `measure` that returns
figures under their keys. What several of them need is found out once, by a `Subject`.
"""
