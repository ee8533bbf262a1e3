"""Rules KS1xx: structure and fields."""
