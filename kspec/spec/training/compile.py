"""Arguments of `Model.compile`: optimizer, losses, metrics."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from kspec.spec import registry
from kspec.spec.fields import Bool, Float, Number, PositiveInt
from kspec.spec.markers import Before, Json, Plain
from kspec.spec.named import FUNCTION, Custom, notation, read_object, type_word
from kspec.spec.problem import Nested, Path, Problem
from kspec.spec.spec_object import SpecObject
from kspec.spec.training.loss import Loss
from kspec.spec.training.metrics.metric import Metric
from kspec.spec.training.structures import is_leaf, leaves, read_structure


def read_loss(value: object) -> object:
    """Read a loss in any notation, ``"crossentropy"`` included; raises `Nested`."""
    if isinstance(value, str) and value.lower() in {"crossentropy", "ce"}:
        from kspec.spec.training.losses.shaped import ShapedCrossentropy

        return ShapedCrossentropy(name=value)
    return read_object(value, registry.LOSSES)


def read_metric(value: object) -> object:
    """Read a metric in any notation, ``"accuracy"`` included; a string is the name it is logged by,
    as in Keras.
    """
    if isinstance(value, str):
        return _metric_by_string(value)
    if isinstance(value, dict) and value.get("class_name") == FUNCTION:
        return _metric_by_function(value)
    return read_object(value, registry.METRICS)


def _metric_by_string(text: str) -> object:
    if text.lower() in {"accuracy", "acc"}:
        from kspec.spec.training.metrics.accuracy import ShapedAccuracy

        return ShapedAccuracy(name=text)
    try:
        return _named(read_object(text, registry.METRICS), text)
    except Nested as nested:
        raise Nested(nested.problems, _named(nested.instead, text)) from None


def _named(metric: object, text: str) -> object:
    return metric.model_copy(update={"name": text}) if isinstance(metric, SpecObject) else metric


def _metric_by_function(value: Mapping[str, Any]) -> object:
    """Keras wraps a function: one of its metrics', or any of its losses'."""
    name = notation(value, "metric").name
    if registry.METRICS.resolve(name) is not None:
        return _metric_by_string(name)
    if registry.LOSSES.resolve(name) is not None:
        from kspec.spec.training.metrics.reduction import MeanMetricWrapper

        return MeanMetricWrapper(fn=read_object(name, registry.LOSSES), name=name)
    return read_object(value, registry.METRICS)


def _read_losses(value: object) -> object:
    return read_structure(value, read_loss)


def _read_metrics(value: object) -> object:
    if value is None or (isinstance(value, (list, dict)) and not is_leaf(value)):
        return read_structure(value, read_metric)
    single = isinstance(value, str) or is_leaf(value)
    got = "a single one" if single else type_word(value)
    message = f"Keras takes a list of metrics, or an object by output, and this is {got}"
    problems = [Problem("wrong_type", (), message, "Put it in square brackets.")]
    instead: object = None
    if single:
        try:
            instead = read_metric(value)
        except Nested as nested:
            instead = nested.instead
    if isinstance(value, str):
        from kspec.spec.suggest import literal

        mended = f"[{literal(value)}]"
        problems[0] = problems[0]._replace(help=f"Write {mended}.", suggestion=mended)
    raise Nested(problems, None if instead is None else [instead])


def _read_optimizer(value: object) -> object:
    if value is None:
        message = "Keras cannot train without an optimizer"
        raise Nested([Problem("wrong_type", (), message, help='For example "adam".')])
    return read_object(value, registry.OPTIMIZERS)


def _read_loss_weights(value: object) -> object:
    """Reject names of metrics, the third argument in Keras 1 and 2, with a message of their own."""
    from kspec.spec.misplaced import misplaced_name

    for name in value if isinstance(value, list) else [value]:
        problem = misplaced_name(name, (), "number") if isinstance(name, str) else None
        if problem is not None:
            raise Nested([problem])
    return value


Losses = Annotated[Any, Plain(_read_losses), Json({"x-kind": "losses"})]
Metrics = Annotated[Any, Plain(_read_metrics), Json({"x-kind": "metrics"})]
Weight = Number | list[Any] | dict[str, Any] | None
"""Weight of a loss, or weights of an output that is itself a structure."""
LossWeights = Annotated[Float | list[Weight] | dict[str, Weight] | None, Before(_read_loss_weights)]
"""Loss weight with a decimal point (Keras refuses ``1``), or a weight for each loss."""
OptimizerField = Annotated[Any, Plain(_read_optimizer), Json({"x-kind": "optimizer"})]


class Compile(SpecObject):
    """Training configuration of a model: its optimizer, its loss, and its metrics.

    ``loss``, ``loss_weights`` and ``metrics`` may be lists or objects by output where there
    are several outputs.
    """

    optimizer: OptimizerField = "rmsprop"
    loss: Losses = None
    loss_weights: LossWeights = None
    metrics: Metrics = None
    weighted_metrics: Metrics = None
    run_eagerly: Bool | None = False
    steps_per_execution: PositiveInt = 1
    jit_compile: Bool | Literal["auto"] | None = "auto"
    auto_scale_loss: Bool | None = True

    renamed: ClassVar[Mapping[str, str]] = {
        "losses": "loss",
        "metric": "metrics",
        "optimiser": "optimizer",
        "loss_weight": "loss_weights",
    }

    def losses(self) -> Iterator[tuple[Path, Loss | Custom]]:
        """Every loss with its path inside the section."""
        yield from leaves(self.loss, ("loss",))

    def all_metrics(self) -> Iterator[tuple[Path, Metric | Custom]]:
        """Every metric, weighted or not, with its path inside the section."""
        yield from leaves(self.metrics, ("metrics",))
        yield from leaves(self.weighted_metrics, ("weighted_metrics",))
