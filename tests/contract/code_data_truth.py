"""The data that a script really fits, against what kspec reads of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from kspec.code.program import ModelDocument
from kspec.code.reading import read_program
from tests.contract.code_run import NAME, Built, run
from tests.contract.code_stubs import stubbed
from tests.contract.code_truth import _event_of, _take, compared


class Seen(NamedTuple):
    """Reading of a script: its problems, and the number of fits with a known shape of x."""

    wrong: list[str]
    fits: int
    known: int
    error: str
    notes: list[str]


def seen(text: str, folder: Path) -> Seen:
    """A script run on data that is made up, and read."""
    with stubbed():
        built, error = run(text, folder)
    program = read_program(text, NAME, folder=folder)
    result = compared(text, built, program, error)
    wrong = [f"{one.place}: {one.what}" for one in result.wrong]
    fits = known = 0
    for model, phases in _pairs(text, built, list(program.models)):
        for phase in phases:
            event = _event_of(model, phase)
            if event is None or event.kind != "fit":
                continue
            assert isinstance(phase.document.value, dict)
            section = phase.document.value.get("data", {})
            fits += 1
            known += "input_shape" in section
            wrong.extend(_unlike(section, event.arguments))
    return Seen(wrong, fits, known, error, result.notes)


def _pairs(
    text: str, built: list[Built], models: list[ModelDocument]
) -> Iterator[tuple[Built, list[ModelDocument]]]:
    from tests.contract.code_truth import _at

    lines = text.encode().split(b"\n")
    waiting: dict[Any, list[ModelDocument]] = {}
    for one in models:
        waiting.setdefault(_at(one, lines), []).append(one)
    for model in built:
        phases = _take(waiting.get(model.place, []))
        if phases:
            yield model, phases


def _unlike(section: dict[str, Any], arguments: dict[str, Any]) -> Iterator[str]:
    """Every fact of a section that the arrays of a fit deny."""
    x, y = arguments.get("x"), arguments.get("y")
    if x is not None and hasattr(x, "element_spec"):
        first = next(iter(x), None)
        x, y = first if isinstance(first, tuple) else (first, None)
    for side, value in (("input", x), ("target", y)):
        facts = {
            name[len(side) + 1 :]: one for name, one in section.items() if name.startswith(side)
        }
        if side == "target" and "classes" in section:
            facts["classes"] = section["classes"]
        array = _array(value)
        if array is None or any(isinstance(one, dict) for one in facts.values()):
            continue
        yield from (f"{side} {what}" for what in _denied(facts, array))


def _array(value: Any) -> Any:
    if not hasattr(value, "dtype") and not hasattr(value, "to_numpy"):
        return None  # what gives batches would be asked for them
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):
        return None
    return array if array.ndim and array.size else None


def _denied(facts: dict[str, Any], array: Any) -> Iterator[str]:
    shape = facts.get("shape")
    sizes = array.shape[1:]
    if isinstance(array.flat[0], list):
        sizes = (*sizes, None)  # samples of different lengths
    if shape is not None:
        pairs = zip(shape, sizes, strict=False)
        if len(shape) != len(sizes) or any(one not in {None, two} for one, two in pairs):
            yield f"shape {shape}, not {sizes}"
    dtype = facts.get("dtype")
    if dtype not in {None, "string", array.dtype.name}:
        yield f"dtype {dtype}, not {array.dtype.name}"
    if array.dtype.kind not in "biuf":
        return
    limits, low, high = facts.get("range"), float(array.min()), float(array.max())
    noise = 1e-5 * max(1.0, abs(low), abs(high))
    if limits is not None and (low < limits[0] - noise or high > limits[1] + noise):
        yield f"range {limits}, not {low}, {high}"
    yield from _denied_labels(facts, array)


def _denied_labels(facts: dict[str, Any], array: Any) -> Iterator[str]:
    hot = array.ndim > 1 and ((array == 0) | (array == 1)).all() and (array.sum(-1) == 1).all()
    encoding = facts.get("encoding")
    if encoding == "one_hot" and not hot:
        yield "encoding one_hot"
    if encoding == "integer" and (array != np.round(array)).any():
        yield "encoding integer"
    if encoding == "binary" and not ((array == 0) | (array == 1)).all():
        yield "encoding binary"
    classes = facts.get("classes")
    if classes is not None and (array.shape[-1] != classes if hot else np.ptp(array) >= classes):
        yield f"{classes} classes"
