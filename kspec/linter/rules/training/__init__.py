"""Rules KS4xx: optimizer and training."""
