"""4xx: optimizer and training."""
