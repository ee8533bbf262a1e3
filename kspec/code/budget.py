"""Bounds of reading: steps, depth and sizes, so that every program is read within a second."""

MOST_STEPS = 120_000
"""Expressions and statements of one program."""
MOST_LOOP_STEPS = 25_000
"""Steps of a loop with all its calls."""
LEAST_LOOP_STEPS = 300
"""Steps of a loop in others that are too long."""
MOST_CALL_STEPS = 40_000
"""Steps of an outermost call with all its calls."""
LIBRARY_STEPS = 8
"""Steps of a call of a library's function, which works on arrays, if only on their shapes."""
MOST_ITEMS_YIELDED = 3
"""Items of a generator without an end."""
MOST_ROUNDS = 3_000
"""Rounds of one loop."""
DEEPEST_CALL = 40
"""Calls of the program's functions inside each other."""
MOST_ITEMS = 4_000
"""Items of a list, a tuple or a dictionary."""
LONGEST_TEXT = 20_000
"""Characters of a string."""
LARGEST_INTEGER = 10**40
DEEPEST_ARITHMETIC = 64
"""The largest exponent or shift that is computed."""


class OutOfStepsError(Exception):
    """The program takes more steps than it gets. ``line`` is that of the outermost statement that
    is not read to its end.
    """

    line = 0


class Budget:
    """The steps that are left, for the program and for the loop that is read."""

    def __init__(self) -> None:
        self.left = MOST_STEPS
        self.loop = MOST_LOOP_STEPS
        self.limit = 0
        """Number of steps that must be left for the current loop to continue."""
        self.depth = 0

    def step(self, count: int = 1) -> None:
        """Take steps; raises `OutOfStepsError`."""
        self.left -= count
        if self.left < self.limit:
            raise OutOfStepsError


def is_small(value: object) -> bool:
    """Whether a constant is one that programs are written with."""
    if isinstance(value, int):
        return -LARGEST_INTEGER < value < LARGEST_INTEGER
    if isinstance(value, str | bytes):
        return len(value) <= LONGEST_TEXT
    if isinstance(value, tuple):
        return len(value) <= MOST_ITEMS
    return True
