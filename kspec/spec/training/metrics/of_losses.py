"""Metrics that are losses, watched: with the name, short names and targets of the loss."""

from kspec.spec.fields import Str
from kspec.spec.training.loss import Loss
from kspec.spec.training.losses import hinge, regression
from kspec.spec.training.metrics.metric import Metric


def _metric(loss: type[Loss], *, aligns: bool = True) -> type:
    """The metric of the same formula; Keras reports the mean, and less of it is better."""
    body = {
        "__module__": __name__,
        "__doc__": loss.__doc__,
        "__annotations__": {"name": Str | None},
        "name": loss.model_fields["name"].default,
        "short_names": loss.short_names,
        "kind": loss.kind,
        "targets": loss.targets,
        "aligns": aligns,
        "direction": "down",
    }
    return type(loss.__name__, (Metric,), body)


MeanSquaredError = _metric(regression.MeanSquaredError)
MeanAbsoluteError = _metric(regression.MeanAbsoluteError)
MeanAbsolutePercentageError = _metric(regression.MeanAbsolutePercentageError)
MeanSquaredLogarithmicError = _metric(regression.MeanSquaredLogarithmicError)
Poisson = _metric(regression.Poisson, aligns=False)
Hinge = _metric(hinge.Hinge, aligns=False)
SquaredHinge = _metric(hinge.SquaredHinge, aligns=False)
CategoricalHinge = _metric(hinge.CategoricalHinge, aligns=False)
