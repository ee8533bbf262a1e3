"""The two ways to write a network, read into one model: kspec's native spec, and Keras's own
config.
"""
