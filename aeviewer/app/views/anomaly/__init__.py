"""The anomaly page."""
