"""What Keras's own names do in a program: layers, tensors, models, and how these are trained."""
