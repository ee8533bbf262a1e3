"""Documents of a program: the code itself, and each model."""

import ast
from collections.abc import Sequence
from typing import Any

from kspec.code.keras.described import Placed
from kspec.code.keras.events import CodeProblem, Log, Phase
from kspec.code.keras.generators import of_batch
from kspec.code.keras.network import Written, network_of
from kspec.code.keras.values import (
    ADDED_LOSS,
    CALLED,
    LOOP,
    OWN_LOGS,
    OWN_LOSS,
    OWN_STEP,
    POLICY,
    SHIPPED,
    TRAINED,
    Argument,
    Model,
)
from kspec.code.lone_objects import places_in
from kspec.code.places import Places
from kspec.code.program import ModelDocument
from kspec.code.reader import Reader
from kspec.code.training import asks_yes_or_no, compile_section, data_section, fit_section
from kspec.code.values import Call
from kspec.source.document import Document
from kspec.source.outline import Node, Outline, Scan, Span, SyntaxProblem
from kspec.spec.unknown import Deferred, Unknown


def program_document(text: str, name: str, problems: Sequence[SyntaxProblem]) -> Document:
    """The document of the code itself."""
    whole = Outline(Node(Span(0, len(text))))
    return Document(name, text, "python", Scan(None, tuple(problems), lambda: whole, parsed=False))


def code_problems(log: Log, places: Places) -> list[SyntaxProblem]:
    """The problems of a log, in the order of the text."""
    problems: dict[tuple[Span, str], SyntaxProblem] = {}
    for problem in (_problem(one, places) for one in log.problems):
        problems.setdefault((problem.span, problem.message), problem)  # its place may be read again
    return sorted(problems.values(), key=lambda problem: problem.span)


def _problem(problem: CodeProblem, places: Places) -> SyntaxProblem:
    place, mend, span = problem.place, problem.mend, places.span(problem.place)
    mends: tuple[tuple[Span, str], ...] = ()
    if isinstance(place, ast.keyword) and place.arg:
        mends = _without(place, places) if mend == "" else ()
        span = Span(span.start, span.start + len(place.arg))
    if isinstance(place, ast.ClassDef):
        span = places.name(place)
    if mend:
        mends = ((span, mend.replace("{}", places.text[span.start : span.end])),)
    return SyntaxProblem(
        problem.kind,
        problem.message,
        problem.help or None,
        span,
        mends=mends,
        since_keras=problem.since_keras,
        safe=problem.safe,
    )


def _without(argument: ast.keyword, places: Places) -> tuple[tuple[Span, str], ...]:
    """Edit that removes an argument with a comma, or with its line; none if there is no comma."""
    span, text = places.span(argument), places.text
    before = text[: span.start].rstrip()
    line = text.rfind("\n", 0, span.start) + 1
    if text[line : span.start].isspace() and text[span.end : span.end + 2] == ",\n":
        return ((Span(line, span.end + 2), ""),)
    return ((Span(len(before) - 1, span.end), ""),) if before.endswith(",") else ()


def model_documents(reader: Reader, places: Places, name: str) -> list[ModelDocument]:
    """A document for each time that a model of the program is trained, or for one that never is."""
    models = []
    for model in reader.log.models:
        all_phases = [phase for phase in reader.log.phases if phase.model is model]
        phases = [phase for phase in all_phases if not _is_imported(phase.compile, phase.fit)]
        if all_phases or _is_imported(model):
            for number, phase in enumerate(phases):
                network = phase.network or network_of(model)
                models.append(_document(reader.log, model, network, phase, number, places, name))
        elif model.kind != "Own" or model.state.get(CALLED) is not None:
            network = model.state.get(CALLED) or network_of(model)
            models.append(_document(reader.log, model, network, _looped(model), 0, places, name))
    for phase in reader.log.phases:
        if phase.model not in reader.log.models:
            network = phase.network or network_of(phase.model)
            models.append(_document(reader.log, phase.model, network, phase, 0, places, name))
    return models


def _looped(model: Model) -> Phase | None:
    """The training of a model in a loop of the program, as batches without targets."""
    data = model.state.get(LOOP)
    if not isinstance(data, Argument):
        return None
    phase = Phase(model, None, None)
    phase.batch = of_batch(Call(data.place, (data.value,)))
    return phase


def _is_imported(*parts: Model | Call | None) -> bool:
    """Whether all parts stand in modules, whose place is the import."""
    places = [one.place for one in parts if one is not None]
    return all(isinstance(place, ast.Import | ast.ImportFrom) for place in places)


def _document(  # noqa: PLR0913, PLR0917 - a record has this many parts
    log: Log,
    model: Model,
    network: Written,
    phase: Phase | None,
    number: int,
    places: Places,
    name: str,
) -> ModelDocument:
    value: dict[str, Any] = {"kspec": 1, **network.value}
    placed = Placed(model.place)
    placed.children.update(network.placed.children)
    if POLICY in model.state:
        value["dtype_policy"] = model.state[POLICY].value
        placed.children["dtype_policy"] = Placed(model.state[POLICY].place)
    if phase is not None and phase.compile is not None:
        value["compile"], placed.children["compile"] = compile_section(phase, phase.compile, log)
        if ADDED_LOSS in model.state:
            # code of its own may compute the loss of other things than what `call` gives
            if OWN_LOSS in model.state and model.kind == "Own" and network.complete:
                value["compile"].pop("loss", None)
            value["compile"].setdefault("loss", model.state[ADDED_LOSS])
        if OWN_LOGS in model.state:
            metrics, logs = value["compile"].get("metrics"), model.state[OWN_LOGS]
            value["compile"]["metrics"] = [*metrics, logs] if isinstance(metrics, list) else logs
    if phase is not None and phase.fit is not None:
        value["fit"], placed.children["fit"] = fit_section(phase.fit, log, value)
    call = None if phase is None else phase.fit or phase.batch
    if call is not None:
        data, where = data_section(call, value)
        if data and OWN_STEP not in model.state and (network.complete or model.kind != "Own"):
            value["data"], placed.children["data"] = data, where
            if phase is not None and call is phase.fit and asks_yes_or_no(call):
                value["task"] = "binary_classification"
                placed.children["task"] = Placed(call.place_of(1, "y"))
    if "inputs" not in value and "layers" in value and "outputs" not in value:
        _take_first_batch(model, value, placed)
    log.shown.update(places_in(placed))
    scan = Scan(value, (), lambda: Outline(places.node(placed)))
    return ModelDocument(
        Document(name, places.text, "python", scan),
        model.variable or "model",
        places.span(model.place),
        number,
        network.complete,
        shipped=phase is None and SHIPPED in model.state,
        untrained=phase is not None
        and (phase.replaced or (phase.fit is phase.batch is None and _is_inner(log, model))),
    )


def _is_inner(log: Log, model: Model) -> bool:
    """Whether a model is called on tensors and never trained, and another model is compiled."""
    others = any(one.model is not model and one.compile is not None for one in log.phases)
    return others and "<tensor>" in model.state and TRAINED not in model.state


def _take_first_batch(model: Model, value: dict[str, Any], placed: Placed) -> None:
    """Give a stack without an input the one that Keras builds it for: that of its first batch."""
    data = value.get("data", {})
    shape = data.get("input_shape")
    if isinstance(shape, dict):
        return
    where = placed.children["data"].children["input_shape"] if shape is not None else placed
    if shape is None:
        kind = Unknown if "fit" in value else Deferred
        shape = kind("the shape of the data is not in the code", "the input", model.place)
    else:
        open_ = Unknown("a size of the data is not in the code", "?", model.place)
        shape = [open_ if size is None else size for size in shape] or [1]
    value["inputs"] = {"shape": shape}
    kinds = [one.get("type") for one in value["layers"][:1] if isinstance(one, dict)]
    reads_text = any(isinstance(kind, str) and kind in _OF_TEXTS for kind in kinds)
    if data.get("input_dtype") == "string" or (reads_text and "input_dtype" not in data):
        value["inputs"]["dtype"] = "string"
    placed.children["inputs"] = Placed(where.place)


_OF_TEXTS = frozenset(("Hashing", "StringLookup", "TextVectorization"))
"""Layers that read texts, and so tell the type of data that the code does not show."""
