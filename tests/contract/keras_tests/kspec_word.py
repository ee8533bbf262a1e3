"""kspec's word on cases, in both notations."""

from collections.abc import Iterator
from typing import Any

import kspec
from kspec.spec import registry
from kspec.spec.layers.base import Layer
from kspec.spec.validation import validate
from tests.contract.keras_tests.case import LAYER, Case, replaced
from tests.contract.keras_tests.words import Row, Word, row
from tests.contract.test_applications import flattened

KINDS = {
    "keras.losses": registry.LOSSES,
    "keras.metrics": registry.METRICS,
    "keras.optimizers": registry.OPTIMIZERS,
    "keras.optimizers.schedules": registry.SCHEDULES,
    "keras.initializers": registry.INITIALIZERS,
    "keras.regularizers": registry.REGULARIZERS,
    "keras.constraints": registry.CONSTRAINTS,
    "keras.callbacks": registry.CALLBACKS,
}


OF_THEIR_USE = {"coerced_value", "opaque_layer", "metric_cannot_be_computed"}
"""Problems of objects that Keras makes all the same."""


def words(case: Case) -> Iterator[tuple[str, Word]]:
    """Outcomes of a case in kspec, by notation."""
    if case.of == "object":
        yield "fields", _guarded(_of_fields, case)
        return
    if case.of == "made":
        document = case.native((), spreads=False)
        notation = "Keras" if document is None else "native"
        yield notation, _guarded(_of_document, document or case.keras_notation(), 0, case.of)
        return
    if case.of == "fit":
        yield "Keras", _guarded(_of_fit, case)
        return
    yield "Keras", _guarded(_of_document, case.keras_notation(), len(case.tensors), case.of)
    layer = registry.LAYERS.find(case.name)
    if layer is not None and issubclass(layer, Layer) and case.of == "layer":
        native = case.native(
            layer.call_spec.arguments, spreads=layer.call_spec.inputs_are_arguments
        )
        if native is not None:
            yield "native", _guarded(_of_document, native, 0, case.of)


def _guarded(judge: Any, *args: Any) -> Word:
    try:
        found: Word = judge(*args)
    except Exception as error:  # noqa: BLE001 - to find them is what this is for
        return Word("crash", f"{type(error).__name__}: {error}"[:600])
    return found


def _of_fields(case: Case) -> Word:
    kind = KINDS.get(case.entry["module"])
    cls = None if kind is None else kind.find(case.name)
    if cls is None:
        return Word("elsewhere", f"no class {case.entry['module']}.{case.name}")
    _, problems = validate(cls, case.entry["config"], (), ())
    told = [one.message for one in problems if one.kind not in OF_THEIR_USE]
    return Word("there" if told else "", "; ".join(told))


def _of_fit(case: Case) -> Word:
    data = [part for part in replaced(case.args, lambda x, _: x.values) if part is not None]
    errors = [one for one in kspec.lint(case.entry, data=data).findings if one.severity == "error"]
    told = "; ".join(f"{one.code} {one.path} {one.message}" for one in errors)
    return Word("there" if errors else "", told)


def _of_document(document: dict[str, Any], index: int, of: str) -> Word:
    report = kspec.lint(document)
    errors = [item for item in report.findings if item.severity == "error"]
    if of == "made":  # it is not called, and its fields alone are looked at
        errors = [item for item in errors if item.code < "KS2"]
    if errors:
        places = [("config", "layers", index), ("layers", index)]
        there = of == "model" or any(
            error.path[: len(place)] == place for error in errors[:1] for place in places
        )
        told = "; ".join(f"{error.code} {error.path} {error.message}" for error in errors)
        return Word("there" if there else "elsewhere", told)
    rows: list[Row] = []
    if of == "made":
        return Word()
    for one in kspec.summarize(document).rows:
        if of != "model" and one.name != LAYER:
            continue
        if of == "model" and one.is_operation:
            continue
        outputs = list(flattened(one.output_shape, one.output_dtype))
        shapes, dtypes = [shape for shape, _ in outputs], [dtype for _, dtype in outputs]
        name = one.name if of == "model" else ""
        counts = one.trainable_params, one.non_trainable_params
        rows.append(row(name, shapes, dtypes, *counts))
    return Word(rows=tuple(rows))
