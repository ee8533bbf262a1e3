"""Two analysed models side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kspec.analysis.comparison.layers import LayerChange, layer_changes
from kspec.analysis.comparison.values import ABSENT, Change, changes
from kspec.analysis.summary import summarize
from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kspec.analysis.model import Analysis
    from kspec.analysis.summary_table import Summary
    from kspec.outputs import diff as outputs
    from kspec.spec.model import ModelSpec

SECTIONS = ("compile", "data", "fit")


class Comparison(NamedTuple):
    """Differences of two specs: layers, and settings by their place; with both summaries."""

    old: Summary
    new: Summary
    layers: tuple[LayerChange, ...]
    settings: tuple[Change, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.layers and not self.settings

    def to_dict(self) -> outputs.DiffOutput:
        """The comparison as `kspec diff --output-format json` writes it (version 1).

        A value that one side does not have is left out of its change.
        """
        before, after = self.old, self.new
        return {
            "version": 1,
            "same": self.same,
            "layers": [_layer(change) for change in self.layers],
            "settings": [
                {
                    "path": "".join(f"/{key}" for key in change.path),
                    **_sides(change.old, change.new),
                }
                for change in self.settings
            ],
            "trainable_params": _sides(before.trainable_params, after.trainable_params),
            "non_trainable_params": _sides(before.non_trainable_params, after.non_trainable_params),
        }


def compare(old: Analysis, new: Analysis) -> Comparison | None:
    """Compare two models; None where one of them makes no network."""
    before, after = summarize(old), summarize(new)
    if old.spec is None or new.spec is None or before is None or after is None:
        return None
    layers = layer_changes(
        (old.spec.network, old.trace, before.rows), (new.spec.network, new.trace, after.rows)
    )
    return Comparison(before, after, tuple(layers), tuple(_settings(old.spec, new.spec)))


def _settings(old: ModelSpec, new: ModelSpec) -> Iterator[Change]:
    if _stated_name(old.network.name) != _stated_name(new.network.name):
        yield Change(("name",), old.network.name, new.network.name)
    for name in ("task", "dtype_policy"):
        before, after = getattr(old, name), getattr(new, name)
        yield from changes(_or_absent(before), _or_absent(after), (name,))
    # Keras's own files hold the value of "auto" on the machine that wrote them.
    resolved = old.path("compile") != new.path("compile")
    for section in SECTIONS:
        before, after = getattr(old, section), getattr(new, section)
        if before is None and after is None:
            continue
        kind = type(before if after is None else after)
        for change in changes(before or kind(), after or kind(), (section,)):
            if not (resolved and change.path[1:] == ("jit_compile",) and "auto" in change[1:]):
                yield change


def _stated_name(name: str) -> str | None:
    """A name that is not one that Keras counts up, nor that of a spec without a name."""
    base = name.rstrip("0123456789").rstrip("_")
    return None if base in {"model", "sequential", "functional"} else name


def _or_absent(value: object) -> object:
    return ABSENT if value is None else value


def _layer(change: LayerChange) -> outputs.LayerChange:
    old, new = change.old, change.new
    return {
        "change": change.kind,
        "name": change.entry.name,
        "old_name": None if old is None else old.name,
        "class_name": change.entry.kind,
        "within": list(change.within),
        "fields": {".".join(one.path): _sides(one.old, one.new) for one in _fields(change)},
        "output_shape": _sides(*(ABSENT if one is None else one.shape for one in (old, new))),
        "params": _sides(*(ABSENT if one is None else one.params for one in (old, new))),
    }


def _fields(change: LayerChange) -> Iterator[Change]:
    """The fields that differ; all stated ones of a layer that is on one side only."""
    if not change.one_sided:
        yield from change.fields
    else:
        for key, value in change.entry.fields.items():
            sides = (ABSENT, value) if change.old is None else (value, ABSENT)
            yield Change((key,), *sides)


def _sides(old: object, new: object) -> outputs.Sides:
    sides: outputs.Sides = {}
    if old is not ABSENT:
        sides["old"] = old
    if new is not ABSENT:
        sides["new"] = new
    return sides
