"""7xx: safety of untrusted files."""
