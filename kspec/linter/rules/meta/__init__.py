"""Rules KS9xx: kspec's own."""
