"""Trackers of experiments, which are notified of a run."""
