"""6xx: data."""
