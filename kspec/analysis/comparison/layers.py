"""Changes of layers: added, removed, changed, or changed by a layer before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.comparison.entries import UNSAID, Entry, entries
from kspec.analysis.comparison.matching import match
from kspec.analysis.comparison.values import ABSENT, Change, plain, same
from kspec.named_tuple import NamedTuple
from kspec.spec.spec_object import REQUIRED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kspec.analysis.summary_table import Row
    from kspec.outputs.diff import Happened
    from kspec.spec.network import Network
    from kspec.spec.propagation import Trace

    Side = tuple[Network, Trace, Sequence[Row]]


class LayerChange(NamedTuple):
    """A layer that differs.

    ``kind`` is ``added``, ``removed``, ``changed``, or ``affected`` where only its shape or its
    parameters follow from other changes. ``within`` are the names of the models around it; shapes
    and counts are None on the side where it is not, and where they cannot be known.
    """

    kind: Happened
    within: tuple[str, ...]
    old: Entry | None
    new: Entry | None
    fields: tuple[Change, ...] = ()

    @property
    def entry(self) -> Entry:
        """Layer of the new network, else of the old one."""
        entry = self.new or self.old
        if entry is None:
            raise LookupError
        return entry

    @property
    def one_sided(self) -> bool:
        """Whether the layer was added or removed."""
        return self.old is None or self.new is None

    @property
    def path(self) -> str:
        """Name of the layer, after those of the models around it."""
        return "/".join((*self.within, self.entry.name))


def layer_changes(old: Side, new: Side, within: tuple[str, ...] = ()) -> Iterator[LayerChange]:
    """The changes in the order of the new layers, removed ones where they were."""
    before, after = entries(*old), entries(*new)
    pairs = match(before, after)
    wiring = Wiring(before, after, pairs)
    was = {entry.name: entry for entry in before}
    back = {new_name: old_name for old_name, new_name in pairs.items()}
    for entry in _in_order(before, after, pairs):
        if isinstance(entry, Removed):
            yield LayerChange("removed", within, entry.entry, None)
        elif entry.name not in back:
            yield LayerChange("added", within, None, entry)
        else:
            yield from _changed(was[back[entry.name]], entry, wiring, within)


class Removed(NamedTuple):
    """Old layer that was removed."""

    entry: Entry


def _in_order(
    old: Sequence[Entry], new: Sequence[Entry], pairs: Mapping[str, str]
) -> Iterator[Entry | Removed]:
    """The new layers, and each removed one before the new layer that its next one became."""
    waiting: dict[str | None, list[Removed]] = {}
    follower: str | None = None
    for entry in reversed(old):
        if entry.name in pairs:
            follower = pairs[entry.name]
        else:
            waiting.setdefault(follower, []).insert(0, Removed(entry))
    for entry in new:
        yield from waiting.get(entry.name, ())
        yield entry
    yield from waiting.get(None, ())


def _changed(
    old: Entry, new: Entry, wiring: Wiring, within: tuple[str, ...]
) -> Iterator[LayerChange]:
    fields = [*_class(old, new), *_fields(old, new), *wiring.change(old, new)]
    if fields:
        yield LayerChange("changed", within, old, new, tuple(fields))
    elif old.shape != new.shape or old.params != new.params:
        yield LayerChange("affected", within, old, new)
    if old.nested is not None and new.nested is not None:
        sides = (*old.nested, old.inner), (*new.nested, new.inner)
        yield from layer_changes(*sides, (*within, new.name))


def _class(old: Entry, new: Entry) -> Iterator[Change]:
    if old.kind != new.kind:
        yield Change(("type",), old.kind, new.kind)
    if old.name != new.name and (old.named or new.named):
        yield Change(("name",), old.name, new.name)


def _fields(old: Entry, new: Entry) -> Iterator[Change]:
    for key in dict.fromkeys((*old.fields, *new.fields)):
        before, after = (_value(entry, key) for entry in (old, new))
        if not same(before, after):
            yield Change((key,), before, after)


def _value(entry: Entry, key: str) -> object:
    """A stated field, or Keras's default."""
    if key in entry.fields or entry.node.layer is None:
        return entry.fields.get(key, ABSENT)
    _, field = type(entry.node.layer).written().get(key, (key, None))
    default = ABSENT if field is None or field.default is REQUIRED else plain(field.default)
    return UNSAID.get(key, default)


class Wiring:
    """Sources of each layer's input, with layers that were added or removed between skipped."""

    def __init__(
        self, old: Sequence[Entry], new: Sequence[Entry], pairs: Mapping[str, str]
    ) -> None:
        self.old = {entry.name: entry for entry in old}
        self.new = {entry.name: entry for entry in new}
        self.names = pairs
        self.kept = set(pairs.values())

    def change(self, old: Entry, new: Entry) -> Iterator[Change]:
        """The change of the inputs of a layer, if any."""
        before = [self._old(source) for source in old.sources]
        after = [self._new(source) for source in new.sources]
        if before != after:
            yield Change(("inputs",), list(old.sources), list(new.sources))

    def _old(self, name: str) -> str:
        renamed = _kept(name, self.old, self.names)
        return self.names.get(renamed, f"old {renamed}")

    def _new(self, name: str) -> str:
        return _kept(name, self.new, self.kept)


def _kept(name: str, entries: Mapping[str, Entry], kept: Collection[str]) -> str:
    """Nearest layer before, itself included, that is in both networks, past any that pass on one
    input.
    """
    visited = set()
    while name not in kept and name in entries and name not in visited:
        if len(entries[name].sources) != 1:
            break
        visited.add(name)
        (name,) = entries[name].sources
    return name
