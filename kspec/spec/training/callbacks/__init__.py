"""Callbacks, which act between the epochs and batches of a training run."""
