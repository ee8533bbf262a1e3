"""Sweeps: trials of one spec with drawn values, chosen by Optuna and trained by a pool of workers
that keep Keras loaded.
"""
