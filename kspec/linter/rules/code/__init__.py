"""Rules KS8xx: what only the code of a program shows."""
