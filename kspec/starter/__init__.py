"""First specs for a task or a set of data: the kinds of columns or arrays, the assumptions, and a
network that fits them.
"""
