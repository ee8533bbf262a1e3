"""Rules KS0xx: the file and its syntax."""
