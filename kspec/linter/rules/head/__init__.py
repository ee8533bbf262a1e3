"""Rules KS3xx: task, head, loss and metrics."""
