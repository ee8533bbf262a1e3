"""Callbacks: what is done between the epochs and batches of a training run."""
