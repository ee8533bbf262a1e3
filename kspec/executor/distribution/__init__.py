"""Training on several devices or machines, by what Keras's backends have for it."""
