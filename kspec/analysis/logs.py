"""Names of the values that training logs, which callbacks can monitor."""

from collections.abc import Iterator

from kspec.spec.model import ModelSpec
from kspec.spec.named import Custom
from kspec.spec.naming import snake_case
from kspec.spec.network import references
from kspec.spec.problem import Path
from kspec.spec.training.callbacks.callback import MonitorCallback
from kspec.spec.training.metrics.metric import Metric, names_alike

LEARNING_RATE = "learning_rate"
"""Logged by the callbacks that change it."""


def logged_names(spec: ModelSpec) -> frozenset[str] | None:
    """The names without ``val_``; None where a metric's own name cannot be known. Of several
    outputs Keras logs every metric with the output's name before it, and only so.
    """
    if spec.compile is None:
        return None
    names = [_log_name(metric) for _, metric in spec.compile.all_metrics()]
    own = [name for name in names if name is not None]
    if len(own) < len(names):
        return None
    outputs = _output_names(spec)
    if len(outputs) == 1:
        return frozenset({"loss", LEARNING_RATE, *_unique(iter(own))})
    by_output = {"loss", *own, *_unique(iter(own))}
    named = {f"{output}_{name}" for output in outputs for name in by_output}
    return frozenset({"loss", LEARNING_RATE, *named})


def own_logs(spec: ModelSpec) -> frozenset[str] | None:
    """The names that callbacks of the user's own add to the logs; None where they are not known."""
    callbacks = (spec.fit.callbacks if spec.fit is not None else None) or ()
    added = [one.logs for one in callbacks if isinstance(one, Custom)]
    return None if None in added else frozenset().union(*filter(None, added))


def _log_name(metric: object) -> str | None:
    """The name that Keras logs a metric by."""
    if isinstance(metric, Custom) and metric.is_function:
        return snake_case(metric.name)
    return metric.log_name if isinstance(metric, Metric) else None


def _output_names(spec: ModelSpec) -> list[str]:
    outputs = spec.network.outputs
    if isinstance(outputs, dict):
        return [str(name) for name in outputs]
    return [ref.layer for ref in references(outputs)]


def _unique(names: Iterator[str]) -> Iterator[str]:
    counts: dict[str, int] = {}
    for name in names:
        count = counts.get(name, 0)
        counts[name] = count + 1
        yield name if not count else f"{name}_{count}"


def meant_name(written: str, names: frozenset[str]) -> str | None:
    """The logged name that was meant by one that is not logged."""
    from kspec.spec.suggest import nearest

    prefix, plain = ("val_", written[4:]) if written.startswith("val_") else ("", written)
    logged = names - {LEARNING_RATE}
    alike = names_alike(plain)
    longest = max((plain, *alike), key=len)
    meant = next((name for name in alike if name in logged), nearest(longest, sorted(logged)))
    return None if meant is None else prefix + meant


def held_out(spec: ModelSpec) -> bool | None:
    """Whether samples are held out for validation; None where the spec leaves it to the caller of
    ``fit``.
    """
    if spec.data is not None and spec.data.validation is not None:
        return True
    if spec.fit is not None and "validation_split" in spec.fit.model_fields_set:
        return bool(spec.fit.validation_split)
    return None if spec.data is None else spec.data.validated


def validates(spec: ModelSpec) -> bool | None:
    """Whether any epoch ends with a validation; None where the caller of ``fit`` decides it."""
    return False if spec.fit is not None and not spec.fit.validates else held_out(spec)


def monitors(spec: ModelSpec) -> Iterator[tuple[Path, MonitorCallback]]:
    """Yield the callbacks that monitor a value, or name one, with their paths in the document: a
    checkpoint that saves every epoch monitors none.
    """
    callbacks = spec.fit.callbacks if spec.fit is not None else None
    for index, callback in enumerate(callbacks or ()):
        if hasattr(callback, "monitor") and (
            callback.watches or "monitor" in callback.model_fields_set
        ):
            yield spec.path("fit", "callbacks", index), callback


def is_undirected(spec: ModelSpec, monitor: str) -> bool:
    """Whether Keras cannot tell if a logged name is better high or low: it looks for a metric of
    this very name, which a value of one of several outputs has not, and asks it for its direction,
    which a function has not.
    """
    plain = monitor.removeprefix("val_")
    if plain == "loss":
        return False
    metrics = [metric for _, metric in spec.effective_compile.all_metrics()]
    named = [metric for metric in metrics if _log_name(metric) == plain]
    if not named and len(_output_names(spec)) > 1:
        return plain in (logged_names(spec) or ())
    knows = [isinstance(one, Metric) or one.is_function for one in named]
    return bool(named) and all(knows) and not any(getattr(one, "direction", None) for one in named)


def direction(spec: ModelSpec, monitor: str) -> str | None:
    """``"min"`` or ``"max"``: which way is better for a logged name; None where it is not known."""
    plain = monitor.removeprefix("val_")
    if plain == "loss" or plain.endswith("_loss"):
        return "min"
    if spec.compile is None:
        return None
    of_outputs = _output_names(spec)
    prefixes = [f"{one}_" for one in of_outputs] if len(of_outputs) > 1 else []
    for _, metric in spec.compile.all_metrics():
        if not isinstance(metric, Metric) or metric.log_name is None:
            continue
        if plain in (metric.log_name, *(prefix + metric.log_name for prefix in prefixes)):
            return {"up": "max", "down": "min"}.get(metric.direction or "")
    return None
