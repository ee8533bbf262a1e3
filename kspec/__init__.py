"""kspec: lint, size and train Keras networks from a typed spec."""
