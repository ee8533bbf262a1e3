"""What `compile` and `fit` can name: losses, metrics, optimizers, schedules, initializers, callbacks ..."""
