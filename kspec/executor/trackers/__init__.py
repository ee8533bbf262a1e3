"""Trackers of experiments, which hear of a run beside its directory."""
