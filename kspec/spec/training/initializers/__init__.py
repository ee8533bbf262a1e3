"""Initializers: the values that weights start with."""
