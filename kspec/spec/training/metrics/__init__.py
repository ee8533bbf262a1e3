"""Metrics, by Keras's own families."""
