"""Rules KS5xx: architecture."""
