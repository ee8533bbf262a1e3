"""The truth about a script: what it builds when it is run, against what kspec reads of it.

`compare_text` runs a script (`tests.contract.code_run`) and reads it: all that is read must be
equal or unknown. Run as a program, it compares scripts:
`python -m tests.contract.code_truth SCRIPT...`.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kspec.analysis.comparison.comparison import compare
from kspec.analysis.comparison.values import ABSENT
from kspec.analysis.model import Analysis
from kspec.code.program import ModelDocument, Program
from kspec.code.reading import read_program
from kspec.spec.dialects.native_writer import native_document
from kspec.spec.parse import parse
from kspec.spec.policy import spread
from kspec.spec.unknown import Unknown
from tests.contract.code_run import NAME, Built, Event, Place, run

DATA = {"x", "y", "validation_data", "sample_weight", "self"}
RESOLVED = {"attention_axes", "backward_layer", "value_dim", "vocabulary_size"}
"""Fields that Keras writes as it has settled them, where the code leaves them open."""


class Difference(NamedTuple):
    """Something that was read and is not so."""

    place: Place
    what: str


class Compared(NamedTuple):
    """Reading of a script: the differences, and the number of models that are fully, partly, and
    not known.
    """

    wrong: list[Difference]
    full: int
    unknown: int
    missed: int
    notes: list[str]


def compared(text: str, built: list[Built], program: Program, error: str = "") -> Compared:
    """All models of a script against those that were read; of one that an error ended, only what
    was compiled or fitted before, since the rest may lack layers.
    """
    lines = text.encode().split(b"\n")
    read: dict[Place, list[ModelDocument]] = defaultdict(list)
    for one in program.models:
        read[_at(one, lines)].append(one)
    result = Compared([], 0, 0, 0, [])
    full = unknown = missed = 0
    for model in built:
        phases = _take(read[model.place])
        if not phases:
            missed += 1
            result.notes.append(f"{model.place}: not read")
            continue
        wrong, known, notes = _against(model, phases, is_whole=error in {"", "SystemExit"})
        result.wrong.extend(wrong)
        result.notes.extend(notes)
        full += known
        unknown += not known
    return result._replace(full=full, unknown=unknown, missed=missed)


def _at(one: ModelDocument, lines: list[bytes]) -> Place:
    position = one.document.position(one.span.start)
    line = lines[position.line - 1].decode(errors="replace")
    return position.line, len(line[: position.column - 1].encode())


def _take(waiting: list[ModelDocument]) -> list[ModelDocument]:
    """The documents of the next model that was read at a place: its phases count from 0."""
    taken: list[ModelDocument] = []
    while waiting and (not taken or waiting[0].phase > 0):
        taken.append(waiting.pop(0))
    return taken


def _against(
    model: Built, phases: list[ModelDocument], *, is_whole: bool
) -> tuple[list[Difference], bool, list[str]]:
    wrong: list[Difference] = []
    notes: list[str] = []
    known = True
    for phase in phases:
        event = _event_of(model, phase)
        config = event.config if event else model.config() if is_whole else None
        if config is None:
            continue
        found, whole, said = _same(config, phase)
        wrong.extend(Difference(model.place, what) for what in found)
        known = known and whole
        notes.extend(said)
        if event is not None and event.kind == "fit":
            wrong.extend(Difference(model.place, what) for what in _fit(event, phase))
    return wrong, known, notes


def _event_of(model: Built, phase: ModelDocument) -> Event | None:
    """The event at the place of a phase's fit, or of its compile."""
    for section in ("fit", "compile"):
        if section in spec_of(phase):
            position = phase.document.position(phase.document.span((section,)).start)
            for event in model.events:
                if event.place[0] == position.line and event.kind == section:
                    return event
    return None


def _same(config: dict[str, Any], phase: ModelDocument) -> tuple[list[str], bool, list[str]]:
    truth = parse(config)
    if truth.spec is None:
        return [], True, []
    try:
        native = native_document(truth.spec)
    except ValueError:
        native = {}
    value = {key: item for key, item in spec_of(phase).items() if key not in {"fit", "data"}}
    if not phase.complete or (not native and phase.unknown):
        return [], False, [f"incomplete: {[one.reason for one in phase.unknown.values()][:3]}"]
    if "NotEqual" in json.dumps(config):
        return [], False, ["Keras writes the computing of masks as layers"]
    if "inputs" not in native and "model" not in native:
        value.pop("inputs", None)  # of the data: Keras has not seen it yet
    filled = _filled(value, native, phase)
    reading = parse(filled)
    if reading.spec is None:
        return [f"cannot be read: {reading.problems[:2]}"], True, []
    if reading.spec.dtype_policy is not None:  # which Keras writes into each layer
        truth.spec.dtype_policy = reading.spec.dtype_policy
        spread(reading.spec.dtype_policy, truth.spec.network)
    if "compile" not in filled:
        truth.spec.compile = None
    difference = compare(Analysis(truth), Analysis(reading))
    told = [] if difference is None else [*_layers(difference), *_settings(difference)]
    unknown = [f"/{'/'.join(map(str, path))}: {one.reason}" for path, one in phase.unknown.items()]
    return told, not unknown, unknown


def _layers(difference: Any) -> Iterator[str]:
    for change in difference.layers:
        fields = [(one.path, one.old, one.new) for one in change.fields if not _is_settled(one)]
        if change.entry.node.layer is None:  # a class of the script: Keras writes its defaults too
            fields = [one for one in fields if one[2] is not ABSENT]
        if change.entry.kind == "InputLayer":  # the data of a fit gives a stack its shape
            fields = [one for one in fields if one[1] is not None]
        is_changed = fields and change.kind == "changed"
        if is_changed or change.kind not in {"renamed", "changed", "affected"}:
            yield f"layer {change.entry.name} ({change.entry.kind}) {change.kind}: {fields}"


def _is_settled(change: Any) -> bool:
    """Whether Keras writes what it has made of a value: a range of its end, the mode of a name,
    no strides for those of the window of a pool, `softmax_v2` for TensorFlow's own softmax.
    """
    if isinstance(change.old, dict) and change.old.get("class_name") == "function":
        return bool(change.old["config"] == f"{change.new}_v2")
    if change.path == ("strides",) and change.old is None:
        return bool(change.new == [2, 2])
    if change.path == ("factor",) and isinstance(change.new, int | float):
        return bool(change.old == [-change.new, change.new])
    return (change.path == ("output_mode",) and change.new == "binary") or _said_more(change)


def _said_more(change: Any) -> bool:
    """Whether Keras writes only more of the same: a wrapper names what it wraps, and copies it."""
    if change.path[0] in RESOLVED and (change.new is None or change.new is ABSENT):
        return True
    old, new = change.old, change.new
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    return all(old.get(key) == item for key, item in new.items())


def _settings(difference: Any) -> Iterator[str]:
    for change in difference.settings:
        if change.path[-1] not in {"jit_compile", "dtype"} and change.path != ("name",):
            yield f"{'/'.join(change.path)}: {change.old!r} is read as {change.new!r}"


def spec_of(phase: ModelDocument) -> dict[str, Any]:
    """The native spec that was read of a model."""
    assert isinstance(phase.document.value, dict)
    return phase.document.value


def _filled(value: Any, truth: Any, phase: ModelDocument) -> Any:
    """Fill unknown values of a reading from the truth."""
    if isinstance(value, Unknown):
        return value.name if value.own else truth
    if isinstance(value, dict):
        found = {}
        for key, item in value.items():
            other = truth.get(key) if isinstance(truth, dict) else None
            if key == "layers" and isinstance(item, list):
                found[key] = _filled_layers(item, other, phase)
            elif not (isinstance(item, Unknown) and other is None and not item.own):
                found[key] = _filled(item, other, phase)
        return found
    if isinstance(value, list):
        others = truth if isinstance(truth, list) else []
        return [
            _filled(item, others[index] if index < len(others) else None, phase)
            for index, item in enumerate(value)
        ]
    return value


def _filled_layers(entries: list[Any], truth: Any, phase: ModelDocument) -> list[Any]:
    others = truth if isinstance(truth, list) else []
    by_name = {one.get("name"): one for one in others if isinstance(one, dict)}
    found = []
    for index, entry in enumerate(entries):
        other = by_name.get(entry.get("name"))
        if other is None and index < len(others):
            other = others[index]
        found.append(_filled(entry, other, phase))
    return found


def _fit(event: Event, phase: ModelDocument) -> Iterator[str]:
    section = spec_of(phase).get("fit", {})
    for name, value in event.arguments.items():
        if name in DATA:
            continue
        read = section.get(name, "<nothing>")
        if name == "callbacks":
            yield from _callbacks(value, read)
        elif not isinstance(read, Unknown) and not _equal(value, read):
            yield f"fit/{name}: {value!r} is read as {read!r}"
    for name in section:
        if name not in event.arguments:
            yield f"fit/{name}: read, and not given"


def _equal(value: Any, read: Any) -> bool:
    if isinstance(value, dict) and isinstance(read, dict):
        return {str(key): item for key, item in value.items()} == {
            str(key): item for key, item in read.items()
        }
    return bool(value == read) or (isinstance(value, tuple) and list(value) == read)


def _callbacks(value: Any, read: Any) -> Iterator[str]:
    if isinstance(read, Unknown) or value is None:
        return
    given = value if isinstance(value, list) else [value]
    if len(given) != len(read):
        yield f"fit/callbacks: {given!r} are read as {read!r}"
        return
    for one, other in zip(given, read, strict=True):
        kind = other["type"] if isinstance(other, dict) else None
        own = isinstance(kind, Unknown)  # whose arguments become what its class makes of them
        if kind is not None and (kind.name if own else kind) != type(one).__name__:
            yield f"fit/callbacks: {one!r} is read as {other!r}"
        for name, item in other.items() if isinstance(other, dict) and not own else ():
            attribute: Any = getattr(one, name, item)
            if name in {"type", "mode", "min_delta"} or isinstance(item, Unknown):
                continue
            if isinstance(attribute, str | int | float) and attribute != item:
                yield f"fit/callbacks/{other['type']}/{name}: {attribute!r}, not {item!r}"


def compare_text(text: str, folder: Path | None = None) -> tuple[Compared, str]:
    """A script run and read, and the error that ended it."""
    built, error = run(text, folder)
    program = read_program(text, NAME, folder=folder)
    return compared(text, built, program, error), error


def main(paths: list[str]) -> None:
    total = [0, 0, 0, 0]
    lines = []
    for path in paths:
        text = Path(path).read_text("utf-8")
        result, error = compare_text(text, Path(path).parent)
        counts = (len(result.wrong), result.full, result.unknown, result.missed)
        total = [one + other for one, other in zip(total, counts, strict=True)]
        lines.append(f"{path}: {_counted(counts)} {error[:150]}")
        lines += [f"  WRONG {one.place} {one.what}" for one in result.wrong]
        lines += [f"  {note}" for note in result.notes]
    sys.stdout.write("\n".join([*lines, f"all: {_counted(total)}", ""]))


def _counted(counts: Sequence[int]) -> str:
    return "wrong {} full {} unknown {} missed {}".format(*counts)


if __name__ == "__main__":
    main(sys.argv[1:])
