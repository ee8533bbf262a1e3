from collections.abc import Iterator
from math import floor

from kspec.analysis.model import Analysis, Place
from kspec.analysis.steps import training_samples
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.layer_fixes import put
from kspec.linter.rule import Rule
from kspec.spec.model import ModelSpec
from kspec.spec.problem import Path, Related
from kspec.spec.training.fit import DEFAULT_BATCH_SIZE, Fit

rule = Rule("KS414", "stateful-batch-mismatch", Severity.ERROR, since="0.1", needs=("fit",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.known_spec
    stateful = [place for place in model.places if _is_stateful(place)]
    for place in stateful:
        size = _fixed_batch(place)
        misfit = (
            None if size is None else _other_size(model, spec, size) or _rest(model, spec, size)
        )
        if misfit is not None:
            path, message, help_ = misfit
            yield rule.at(
                path,
                f'"{place.node.name}" is stateful and takes batches of {size}, and {message}',
                help=help_,
                fix=None if size is None else _fix(spec, path, size),
                related=(Related(place.node.path, "keeps a state for each sample of a batch"),),
            )
            return
    if stateful and model.fit.shuffle and _takes_arrays(model, model.fit):
        yield _shuffled(stateful[0], spec, model.fit)


def _shuffled(stateful: Place, spec: ModelSpec, fit: Fit) -> Finding:
    """Arrays in another order in each epoch."""
    stated = "shuffle" in fit.model_fields_set
    path = spec.path("fit", "shuffle") if stated else spec.path("fit")
    order = put(path, value=False) if stated else _add_field(path, "shuffle", "false")
    return rule.at(
        path,
        f'"{stateful.node.name}" is stateful, and fit shuffles the samples: its state is that of '
        "another sequence",
        help='Write "shuffle": false, or leave out "stateful".',
        fix=order,
        severity=Severity.WARNING,
        related=(Related(stateful.node.path, "goes on from the batch before"),),
    )


def _takes_arrays(model: Analysis, fit: Fit) -> bool:
    """Whether fit batches and shuffles by its own arguments, as it does with arrays; a data set has
    batches and an order of its own.
    """
    if model.facts.samples is not None:
        return True
    return bool(fit.batch_size or fit.validation_split or "shuffle" in fit.model_fields_set)


def _add_field(path: Path, name: str, value: str) -> Fix:
    return Fix((Edit(path, f'"{name}": {value}', action="insert_field"),), safe=False)


def _fix(spec: ModelSpec, path: Path, size: int) -> Fix | None:
    """Fix that sets the layer's batch size, where only a number differs."""
    if path[-1:] in {("batch_size",), ("validation_batch_size",)}:
        return put(path, size)
    if spec.fit is None or path != spec.path("fit") or "batch_size" in spec.fit.model_fields_set:
        return None
    return _add_field(path, "batch_size", str(size))


def _fixed_batch(place: Place) -> int | None:
    shape = place.inputs[0].shape if place.inputs else None
    return shape[0] if shape else None


def _is_stateful(place: Place) -> bool:
    layer = getattr(place.layer, "layer", None) or place.layer
    return bool(getattr(layer, "stateful", False))


def _other_size(model: Analysis, spec: ModelSpec, size: int) -> tuple[Path, str, str] | None:
    """Batches of another size than the layer's, unless all the samples make one of its size."""
    if not _takes_arrays(model, model.fit):
        return None
    for field, batch_size, samples in _batches(model.fit, training_samples(model)):
        if batch_size != size and not samples == size < batch_size:
            stated = field in model.fit.model_fields_set
            path = spec.path("fit", field) if stated else spec.path("fit")
            whose = "" if stated else " where nothing is said"
            return path, f"fit gives {batch_size}{whose}", f'Write "{field}": {size}.'
    return None


def _batches(fit: Fit, training: int | None) -> Iterator[tuple[str, int, int | None]]:
    """Yield each batch size: its field, its value, and the number of samples it is to divide."""
    yield "batch_size", fit.batch_size or DEFAULT_BATCH_SIZE, training
    if fit.validation_split and fit.validation_batch_size:
        yield "validation_batch_size", fit.validation_batch_size, None


def _multiple(model: Analysis, samples: int, size: int) -> str:
    """Advice for remaining samples: the number that fills all batches."""
    split = model.fit.validation_split or 0
    for count in range(samples, max(samples - SEARCHED, 0), -1):
        training = floor(count * (1 - split))
        if training % size == 0 == (count - training) % size:
            return f"Leave out the last {samples - count}: {count} samples fill all batches."
    return f"Give a multiple of {size} samples, or batches of another size to both."


SEARCHED = 10_000
"""Largest number of samples that may be left out."""


def _rest(model: Analysis, spec: ModelSpec, size: int) -> tuple[Path, str, str] | None:
    """Samples that are left over for a last, smaller batch."""
    training, fit, every = training_samples(model), model.fit, model.facts.samples
    if training is None or every is None:
        return None
    if fit.steps_per_epoch and fit.steps_per_epoch * size <= training:
        return None
    parts = (training, "to train on"), (every.value - training, "held out")
    for samples, purpose in parts:
        if samples % size:
            return (
                every.declared or spec.path("fit"),
                f"of the {samples:,} samples {purpose} {samples % size} are left over",
                _multiple(model, every.value, size),
            )
    return None
