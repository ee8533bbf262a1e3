"""Losses, by Keras's own families."""
