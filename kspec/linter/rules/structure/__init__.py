"""1xx: structure and fields."""
