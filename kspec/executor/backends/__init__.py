"""Backends of Keras: a module each for TensorFlow, JAX and PyTorch, with the same methods."""
