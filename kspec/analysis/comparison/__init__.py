"""What differs between two specs: layers, their shapes and parameters, and settings."""
