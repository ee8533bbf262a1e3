"""Cards of a network: a layer with weights begins a card, and the layers after it join."""

import json
from collections.abc import Iterator, Mapping
from heapq import heappop, heappush

from kspec.analysis.comparison.entries import fields_of
from kspec.analysis.comparison.values import counted
from kspec.analysis.drawing.digest import cut, digest
from kspec.analysis.drawing.items import Card, Frame, Graph, Line
from kspec.analysis.shape_text import shape_text
from kspec.analysis.summary_table import Row, field_text
from kspec.spec.layers.models import Functional
from kspec.spec.network import Application, Network, Node
from kspec.spec.propagation import Trace
from kspec.spec.shapes import tensors

Rows = Mapping[str, Row]

ATTACHED = frozenset(("activation", "dropout", "neutral", "normalization", "padding", "pooling"))
"""Roles of layers that join the card of the layer before."""
LONGEST, LONGEST_NAME = 200, 60
"""Characters of a detail, and of a name on a card."""


def graph_of(network: Network, trace: Trace, rows: Rows, *, nested: bool) -> Graph:
    """Cards of a network, with a line for each call of a layer; with ``nested``, frames around the
    networks inside it.
    """
    calls = [
        (node.name, index) for node in network.nodes.values() for index in range(len(node.calls))
    ]
    edges = list(_edges(network, calls))
    order = in_order([_key(call) for call in calls], edges)
    by_key = {_key(call): call for call in calls}
    single = _single(order, edges)
    items: dict[str, Card | Frame] = {}
    home: dict[str, str] = {}
    for key in order:
        name, index = by_key[key]
        node = network.nodes[name]
        if nested and isinstance(node.layer, Functional) and index == 0:
            items[key] = _frame(node, node.layer, rows)
            home[key] = key
            continue
        line = _line(node, index, trace, rows.get(name))
        before = home.get(single.get(key, ""))
        card = items.get(before or "")
        if isinstance(card, Card) and _belongs(line, card):
            home[key] = before or key
            items[home[key]] = Card((*card.lines, line))
        else:
            home[key] = key
            items[key] = Card((line,))
    between = {(home[one], home[other]): None for one, other in edges}
    return Graph(items, [(one, other) for one, other in between if one != other])


def _belongs(line: Line, card: Card) -> bool:
    """Whether a layer is on the card of the one before it."""
    return line.role in ATTACHED and card.lines[0].role != "input"


def _key(call: Application) -> str:
    name, index = call
    return f"{name}#{index}" if index else name


def _edges(network: Network, calls: list[Application]) -> Iterator[tuple[str, str]]:
    known = set(calls)
    drawn: set[tuple[str, str]] = set()
    for name, index in calls:
        for ref in network.nodes[name].calls[index].references:
            edge = _key((ref.layer, ref.call)), _key((name, index))
            if (ref.layer, ref.call) in known and edge not in drawn:
                drawn.add(edge)
                yield edge


def in_order(keys: list[str], edges: list[tuple[str, str]]) -> list[str]:
    """Sort keys after their sources, else in their order; cycles come last."""
    place = {key: at for at, key in enumerate(keys)}
    waiting = dict.fromkeys(keys, 0)
    fed: dict[str, list[str]] = {}
    for one, other in edges:
        waiting[other] += 1
        fed.setdefault(one, []).append(other)
    ready = [place[key] for key in keys if not waiting[key]]
    ordered = []
    while ready:
        key = keys[heappop(ready)]
        ordered.append(key)
        for other in fed.get(key, ()):
            waiting[other] -= 1
            if not waiting[other]:
                heappush(ready, place[other])
    done = set(ordered)
    return ordered + [key for key in keys if key not in done]


def _single(order: list[str], edges: list[tuple[str, str]]) -> dict[str, str]:
    """Map each key to its source where each is the other's only neighbor on that side."""
    sources: dict[str, list[str]] = {key: [] for key in order}
    takers: dict[str, int] = dict.fromkeys(order, 0)
    for one, other in edges:
        sources[other].append(one)
        takers[one] += 1
    return {key: names[0] for key, names in sources.items() if len(names) == 1 == takers[names[0]]}


def _frame(node: Node, layer: Functional, rows: Rows) -> Frame:
    row = rows.get(node.name)
    inner = {} if row is None else {one.name: one for one in row.inner}
    graph = graph_of(layer.network, layer.trace, inner, nested=True)
    return Frame(f"{node.name} ({node.class_name})", "", graph, path=node.path)


def _line(node: Node, index: int, trace: Trace, row: Row | None) -> Line:
    fields = fields_of(node)
    result = trace.results.get((node.name, index))
    shapes = [] if result is None else list(tensors(result.output))
    shape = ", ".join(shape_text(None if x.shape is None else list(x.shape)) for x in shapes) or "?"
    content = json.dumps([node.class_name, fields], sort_keys=True, default=str)
    details = [f"{node.name} ({node.class_name})"]
    details += [f"{key}: {json.dumps(value, default=str)}" for key, value in fields.items()]
    details.append(f"output: {shape}")
    if row is not None and row.params is not None:
        details.append(f"parameters: {row.params:,}")
    if row is not None and row.macs:
        details.append(f"MACs: {row.macs:,}")
    if row is not None and row.receptive_field is not None:
        details.append(f"receptive field: {field_text(row.receptive_field)}")
    return Line(
        cut(node.class_name, LONGEST_NAME) + (" (again)" if index else ""),
        digest(node, fields),
        "" if counted(node.name, node.class_name) else cut(node.name, LONGEST_NAME),
        shape,
        "other" if node.layer is None else node.layer.role,
        node.path,
        tuple(cut(detail, LONGEST) for detail in details),
        content,
    )
