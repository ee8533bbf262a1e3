"""The first spec for a task or a set of data: what the columns or arrays are, what they leave to be
assumed, and a network that fits them.
"""
