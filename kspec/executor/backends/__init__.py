"""What differs between TensorFlow, JAX and PyTorch: a module each, with the same methods."""
