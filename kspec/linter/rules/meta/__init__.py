"""9xx: kspec's own."""
