"""aeviewer: a desktop explorer of what autoencoders learn."""

__version__ = "0.1.0"
