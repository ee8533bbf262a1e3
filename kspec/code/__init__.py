"""Keras code, read without running it: every model that it builds as a document of its own."""
