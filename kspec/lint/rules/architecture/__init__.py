"""5xx: architecture."""
