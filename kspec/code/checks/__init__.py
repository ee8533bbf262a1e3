"""Checks of uses of models and of the data they get, while a program is read."""
