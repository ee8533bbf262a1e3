"""Keras's layers, one class each and one module per family of Keras: fields, input, output shape,
weights.
"""
