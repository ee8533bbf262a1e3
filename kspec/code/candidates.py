"""Texts that a search tries."""

from typing import Self

from kspec.code.values import Place


class Candidate(str):
    """A text that a search tries, with its place: what refuses it is reported there."""

    __slots__ = ("place",)

    place: Place

    def __new__(cls, text: str, place: Place) -> Self:
        """Make the text with its place."""
        self = super().__new__(cls, text)
        self.place = place
        return self
