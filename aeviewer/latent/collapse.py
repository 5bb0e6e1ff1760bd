"""When a dimension of a latent has collapsed onto the prior: whoever counts or marks it asks here.

No torch: the sliders are there before it is.
"""

COLLAPSED = 0.01
"""Nats of KL from the prior, in the mean over images: below, a dimension tells nothing of one."""
