"""Rules KS6xx: data."""
