"""Data for training: read from where the spec says, checked, and fitted to the network."""
