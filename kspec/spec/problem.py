"""Problems and faults of a spec, neutral, without codes or positions."""

from typing import Literal

from kspec.named_tuple import NamedTuple

Key = str | int
Path = tuple[Key, ...]
Part = Literal["value", "key", "entry"]


class Related(NamedTuple):
    """A second place that has to do with a problem, and how."""

    path: Path
    message: str
    part: Part = "value"
    span: tuple[int, int] | None = None
    """Offsets in the text, for a fault of the text without a path."""


class Problem(NamedTuple):
    """Problem at a path of the document.

    ``kind`` names the sort of problem (``unknown_field``, ``input_rank`` ...); the lint floor gives
    it a code. ``suggestion`` is the correct text for the part at the path, where one is certain.
    """

    kind: str
    path: Path
    message: str
    help: str = ""
    part: Part = "value"
    related: tuple[Related, ...] = ()
    suggestion: str | None = None

    def under(self, path: Path) -> "Problem":
        """Problem of an object at ``path``, with absolute paths."""
        related = tuple(item._replace(path=path + item.path) for item in self.related)
        return self._replace(path=path + self.path, related=related)

    def meaning(self, name: str | None) -> "Problem":
        """Problem of a name, with the one that was probably meant where there is one."""
        if name is None:
            return self
        from kspec.spec.suggest import literal

        return self._replace(help=f'Did you mean "{name}"?', suggestion=literal(name))

    def inside(self, path: Path) -> "Problem":
        """Problem with paths relative to the object at ``path``, which holds all of them."""
        depth = len(path)
        related = tuple(item._replace(path=item.path[depth:]) for item in self.related)
        return self._replace(path=self.path[depth:], related=related)


class Fault(Exception):  # noqa: N818 - it is a fault of the spec, found by inference, not an error of the program
    """Fault of a layer's inputs, which Keras would refuse at build or call.

    ``field`` is the path of the argument at fault inside the layer (``("kernel_size",)``), or
    empty when the layer as a whole does not fit its input.
    """

    def __init__(self, kind: str, message: str, *, field: Path = (), help: str = "") -> None:  # noqa: A002
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.field = field
        self.help = help


class Nested(ValueError):  # noqa: N818 - carries problems out of a validator
    """Raised by a field's validator to pass on the problems of an object inside; paths are relative
    to the field.

    ``instead`` is the value of the field in spite of them, where a part is known (a custom class's
    name), so that no rule takes the field for empty; the validator must let it pass.
    """

    def __init__(self, problems: list[Problem], instead: object = None) -> None:
        super().__init__("problems inside")
        self.problems = problems
        self.instead = instead
