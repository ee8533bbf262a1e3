"""First observation of a spec's data, cheap enough for every lint, and without numpy."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kspec.analysis.model import Analysis
from kspec.analysis.observations import ArrayFacts, Observations
from kspec.analysis.verdicts.kinds import loss_kind
from kspec.data.choice import chosen_arrays
from kspec.data.csv_head import table_head, table_values
from kspec.data.declared import contradictions, facts_of
from kspec.data.errors import DataError
from kspec.data.model_io import model_io
from kspec.data.npy_head import DAMAGE, npy_head, npz_heads
from kspec.data.place import Place, Reach
from kspec.data.sources import asked_of

Sides = tuple[Mapping[str, ArrayFacts | None], Mapping[str, ArrayFacts | None]]

TABLES = frozenset((".csv", ".tsv"))
ARRAYS = frozenset((".npz", ".npy"))


def glimpse(model: Analysis, path: Path) -> Observations | None:
    """Observe the header and the first values of a file; None for a file that needs to be read
    whole, which then reports its own faults.
    """
    spec = model.spec
    if spec is None or spec.data is None:
        return None
    io = asked_of(spec, model_io(model))
    place = Place(path, spec.data, io, Reach.of_folders(path.parent))
    try:
        sides = _sides(place)
    except DataError as error:
        complaint = str(error).replace(str(path), path.name)
        return _observations(model, {}, {}, (complaint,)) if spec.compile is not None else None
    except (OSError, *DAMAGE):
        return None
    if sides is None:
        return None
    x, y = _by_name(sides[0], io.inputs), _by_name(sides[1], io.outputs)
    return _observations(model, x, y)


def _sides(place: Place) -> Sides | None:
    """Facts of the inputs and of the targets, by their names in the spec."""
    path, facts, io, _ = place
    suffix = path.suffix.lower()
    if suffix in TABLES:
        table = table_head(path, facts.separator)
        return None if table is None else table_values(table, place)
    if suffix not in ARRAYS:
        return None
    heads = npz_heads(path) if suffix == ".npz" else {path.stem: npy_head(path)}
    if suffix == ".npy" and not io.outputs and facts.features is None:
        return {"": heads[path.stem].values(target=False)}, {}
    x = chosen_arrays(heads, facts.features, "x", tuple(io.inputs), str(path))
    y = chosen_arrays(heads, facts.target, "y", tuple(io.outputs), str(path)) if io.outputs else {}
    return (
        {port: heads[name].values(target=False) for port, name in x.items()},
        {port: heads[name].values(target=True) for port, name in y.items()},
    )


def _by_name(
    facts: Mapping[str, ArrayFacts | None], ports: Mapping[str, Any]
) -> dict[str, ArrayFacts]:
    """Facts by the names of inputs or outputs; the only array is for the only name."""
    if len(facts) == len(ports) == 1:
        facts = dict(zip(ports, facts.values(), strict=True))
    return {name: values for name, values in facts.items() if values is not None and name in ports}


def _observations(
    model: Analysis,
    x: Mapping[str, ArrayFacts],
    y: Mapping[str, ArrayFacts],
    unpaired: tuple[str, ...] = (),
) -> Observations:
    kinds = {output.head.name: loss_kind(output) for output in model.outputs}
    denied = () if model.spec is None else tuple(contradictions(model.spec, x, y))
    return Observations(
        x, y, {}, {}, facts_of(x, y, kinds), denied, unpaired=unpaired, adapts=True, of_source=True
    )
