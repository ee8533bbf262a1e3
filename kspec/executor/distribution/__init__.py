"""Training on several devices or machines, by the distributions of Keras's backends."""
