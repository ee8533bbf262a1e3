"""The base of initializers."""

from typing import ClassVar

from kspec.spec.described import Described


class Initializer(Described):
    """An initializer: the base class of all, which gives no values itself."""

    strings: ClassVar[tuple[str, ...]] = ("Initializer", "initializer")
