"""Items of a drawing: cards of layers in a row, and frames around networks and blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from kspec.spec.problem import Path


class Line(NamedTuple):
    """Layer on a card; ``path`` is its path in the document, ``details`` its description on
    demand.
    """

    title: str
    digest: str
    name: str
    """Empty where Keras has counted it up."""
    shape: str
    role: str
    path: Path
    details: tuple[str, ...]
    content: str
    """Class and fields, by which layers are known to be alike."""


class Card(NamedTuple):
    """Layers that follow one another without a branch."""

    lines: tuple[Line, ...]

    @property
    def content(self) -> str:
        """Content of the card; equal for cards that are drawn as one."""
        return "\n".join(line.content for line in self.lines)


class Frame(NamedTuple):
    """A network within the network, or a block that comes ``times`` times, drawn once.

    ``hidden`` are the paths of the parts that are not drawn; ``ports`` is true where lines continue
    through its border.
    """

    title: str
    note: str
    inner: Graph
    hidden: tuple[Path, ...] = ()
    ports: bool = False
    path: Path = ()

    @property
    def content(self) -> str:
        """Content of the frame; equal for frames that are drawn as one."""
        inner = "\n".join(item.content for item in self.inner.items.values())
        return f"{self.title}\n{inner}"


class Graph(NamedTuple):
    """Items by key in topological order, and the edges between them."""

    items: dict[str, Card | Frame]
    edges: list[tuple[str, str]]
