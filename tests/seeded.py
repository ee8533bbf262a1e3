"""Numbers that a seed fixes."""

import random


def seeded(seed: int | str) -> random.Random:
    """A generator that gives the same numbers for the same seed, in each run."""
    return random.Random(seed)  # noqa: S311 - repeatable inputs, no secrets
