"""Rules KS7xx: safety of untrusted files."""
