"""Tables of expressions: each line a small program, whose last part has the value that counts.

Open facts of a line are behind ``# open:``, in the words of `tests.code.agreement`.
"""

from pathlib import Path
from typing import NamedTuple

from tests.code.agreement import left_open, unlike
from tests.code.programs import names_after, values_of

FOLDER = Path(__file__).parents[1] / "fixtures" / "expressions"


class Line(NamedTuple):
    """Program of a table, and the facts that its reading leaves open."""

    program: str
    left_open: set[str]


def lines(name: str) -> list[Line]:
    """The programs of a table."""
    text = (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    parts = [line.partition("  # open: ") for line in text if line.strip()]
    return [Line(program, set(rest.split())) for program, _, rest in parts]


def shown(line: Line, imports: str) -> tuple[list[str], set[str]]:
    """Facts of a program's reading that are wrong, and those that are open."""
    *statements, last = line.program.split("; ")
    program = "\n".join((imports, *statements, f"result = {last}"))
    real, read = values_of(program)["result"], names_after(program)["result"]
    return unlike(real, read), left_open(real, read)
