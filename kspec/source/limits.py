"""Limits of a file's size; text beyond them is a problem of kind `limit_exceeded`."""

from typing import Final

MAX_BYTES: Final = 32 * 1024 * 1024
MAX_LINES: Final = 2_000_000
"""Each is remembered by its place."""
MAX_DEPTH: Final = 200
MAX_NODES: Final = 2_000_000
MAX_DIGITS: Final = 4300
"""CPython refuses to convert longer integers (`sys.int_info.default_max_str_digits`)."""
MAX_BASED_DIGITS: Final = 3500
"""Hexadecimal digits that give no more than `MAX_DIGITS` decimal ones."""
MAX_ALIASED_NODES: Final = 100_000
"""Nodes that YAML aliases may repeat in all."""
MAX_PROBLEMS: Final = 100
"""Number of slips that are listed of a text."""
