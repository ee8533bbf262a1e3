"""Repeated blocks, drawn once: between items that all lines pass through."""

from collections.abc import Iterator, Sequence
from os.path import commonprefix

from kspec.analysis.drawing.digest import TIMES
from kspec.analysis.drawing.items import Card, Frame, Graph
from kspec.named_tuple import NamedTuple
from kspec.spec.problem import Path

LONGEST = 12
"""Stretches that one block has at most."""
WORTH = 3
"""Items that folding must save."""


class Stretch(NamedTuple):
    """Layers after a gate up to and with the next: keys, and their structure as a text."""

    keys: tuple[str, ...]
    structure: str


class Run(NamedTuple):
    """Equal blocks: the start of the first, the number of stretches of each, and the number of
    blocks.
    """

    start: int
    period: int
    times: int


def folded(graph: Graph) -> Graph:
    """The graph with each run of equal blocks as one frame."""
    stretches = list(_stretches(graph))
    runs = list(_runs(stretches))
    items = dict(graph.items)
    home = {key: key for key in items}
    replaced: dict[str, Frame] = {}
    for run in runs:
        blocks = _blocks(stretches, run)
        first = blocks[0]
        replaced[first[0]] = _frame(graph, blocks)
        for key in (key for block in blocks for key in block):
            home[key] = first[0]
    kept = {key: replaced.get(key, item) for key, item in items.items() if home[key] == key}
    edges = {(home[one], home[other]): None for one, other in graph.edges}
    return Graph(kept, [(one, other) for one, other in edges if one != other])


def _stretches(graph: Graph) -> Iterator[Stretch]:
    """The items from gate to gate; a gate is an item after which no line passes it by."""
    sources: dict[str, list[str]] = {key: [] for key in graph.items}
    takers: dict[str, int] = dict.fromkeys(graph.items, 0)
    for one, other in graph.edges:
        sources[other].append(one)
        takers[one] += 1
    waiting = dict(takers)
    open_: set[str] = set()
    keys: list[str] = []
    gate = ""
    for key in graph.items:
        keys.append(key)
        for source in sources[key]:
            waiting[source] -= 1
            if not waiting[source]:
                open_.discard(source)
        if not open_:
            yield Stretch(tuple(keys), _structure(graph, keys, sources, gate))
            keys, gate = [], key
        if waiting[key]:
            open_.add(key)
    if keys:
        yield Stretch(tuple(keys), _structure(graph, keys, sources, gate))


def _structure(graph: Graph, keys: list[str], sources: dict[str, list[str]], gate: str) -> str:
    number = {key: str(at) for at, key in enumerate((gate, *keys))}
    parts = [
        f"{graph.items[key].content} <- {','.join(number.get(one, '?') for one in sources[key])}"
        for key in keys
    ]
    return "\n\n".join(parts)


def _runs(stretches: Sequence[Stretch]) -> Iterator[Run]:
    """The runs that save most, from the first on."""
    at = 0
    while at < len(stretches):
        best, saved = None, WORTH - 1
        for period in range(1, LONGEST + 1):
            times = _times(stretches, at, period)
            size = sum(len(one.keys) for one in stretches[at : at + period])
            if (times - 1) * size > saved:
                best, saved = Run(at, period, times), (times - 1) * size
        if best is None:
            at += 1
        else:
            yield best
            at += best.period * best.times


def _times(stretches: Sequence[Stretch], start: int, period: int) -> int:
    pattern = [one.structure for one in stretches[start : start + period]]
    times = 1
    while [
        one.structure for one in stretches[start + times * period : start + (times + 1) * period]
    ] == pattern and len(pattern) == period:
        times += 1
    return times


def _blocks(stretches: Sequence[Stretch], run: Run) -> list[list[str]]:
    return [
        [key for stretch in stretches[first : first + run.period] for key in stretch.keys]
        for first in range(run.start, run.start + run.period * run.times, run.period)
    ]


def _frame(graph: Graph, blocks: list[list[str]]) -> Frame:
    """Draw the first block between two ports, with the notes on all blocks."""
    keys = blocks[0]
    within = set(keys)
    inner: dict[str, Card | Frame] = {key: graph.items[key] for key in keys}
    edges: list[tuple[str, str]] = []
    for one, other in graph.edges:
        if other in within:
            edges.append((one if one in within else IN, other))
    edges.append((keys[-1], OUT))
    hidden = tuple(
        path for block in blocks[1:] for key in block for path in _paths(graph.items[key])
    )
    note = _note(
        [graph.items[block[-1]] for block in blocks], [_prefix(graph, one) for one in blocks]
    )
    title = f"{TIMES} {len(blocks)}"
    return Frame(title, note, Graph(inner, list(dict.fromkeys(edges))), hidden, ports=True)


IN, OUT = "\0in", "\0out"
"""The places on the border of a frame where lines go in and out."""


def _note(items: list[Card | Frame], names: list[str]) -> str:
    """Range of blocks by their names, where they have names; and the last shape, where it
    differs.
    """
    parts = [f"{names[0]} to {names[-1]}"] if all(names) and names[0] != names[-1] else []
    shapes = [end.lines[-1].shape for end in items if isinstance(end, Card)]
    if len(set(shapes)) > 1:
        parts.append(f"the last gives {shapes[-1]}")
    return ", ".join(parts)


def _prefix(graph: Graph, keys: list[str]) -> str:
    """Common prefix of the names of all layers of a block."""
    items = [graph.items[key] for key in keys]
    names = [line.name for item in items if isinstance(item, Card) for line in item.lines]
    shared = commonprefix(names) if all(names) else ""  # noqa: RUF071 - of letters, not folders
    return shared.rpartition("_")[0]


def _paths(item: Card | Frame) -> Iterator[Path]:
    if isinstance(item, Card):
        yield from (line.path for line in item.lines)
    else:
        yield from item.hidden
        for inner in item.inner.items.values():
            yield from _paths(inner)
