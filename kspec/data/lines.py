"""Line of a file on which each row of a table ends."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import overload


class Lines(Sequence[int]):
    """The line of the file that each row ends on; rows of one line each need no memory."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.shifts: list[int] = []
        self.rows = 0

    def add(self, lines: Sequence[int]) -> None:
        """Take the lines of the next rows."""
        for line in lines:
            shift = line - self.rows
            if not self.shifts or self.shifts[-1] != shift:
                self.starts.append(self.rows)
                self.shifts.append(shift)
            self.rows += 1

    def __len__(self) -> int:
        """Number of rows."""
        return self.rows

    @overload
    def __getitem__(self, row: int) -> int: ...
    @overload
    def __getitem__(self, row: slice) -> list[int]: ...
    def __getitem__(self, row: int | slice) -> int | list[int]:
        """The line of a row."""
        if isinstance(row, slice):
            return [self[one] for one in range(*row.indices(self.rows))]
        if not 0 <= row < self.rows:
            raise IndexError(row)  # which ends an iteration
        return row + self.shifts[bisect_right(self.starts, row) - 1]
