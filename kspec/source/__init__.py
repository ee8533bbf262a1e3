"""Text in, plain values and their places out; this floor knows nothing of specs."""
