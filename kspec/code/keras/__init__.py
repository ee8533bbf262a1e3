"""Effects of Keras's names in a program: layers, tensors, models, and their training."""
