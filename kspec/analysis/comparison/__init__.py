"""Comparison of two specs: layers, their shapes and parameters, and settings."""
