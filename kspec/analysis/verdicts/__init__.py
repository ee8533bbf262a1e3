"""Verdicts on outputs: one for each cause, which one rule words."""
