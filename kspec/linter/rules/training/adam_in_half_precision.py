from collections.abc import Iterator

from kspec.analysis.model import Analysis, Place
from kspec.linter.finding import Finding, Severity
from kspec.linter.rule import Rule
from kspec.spec.model import ModelSpec
from kspec.spec.problem import Path, Related
from kspec.spec.training.optimizers.adam import AdaptiveMoments

rule = Rule("KS416", "adam-in-half-precision", Severity.WARNING, since="0.1", needs=("compile",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec, optimizer = model.known_spec, model.compile.optimizer
    if not isinstance(optimizer, AdaptiveMoments):
        return
    for place in model.places:
        dtype = _trained_in(place)
        why = None if dtype is None else optimizer.unsupported_dtypes(dtype)
        if why is None:
            continue
        yield rule.at(
            _dtype_path(place, spec),
            f"{type(optimizer).__name__} cannot train weights in {dtype}: {why}",
            help=f'"mixed_{dtype}" computes in {dtype} and keeps the weights in float32.',
            related=(Related(spec.path("compile", "optimizer"), "the optimizer"),),
        )
        return


def _trained_in(place: Place) -> str | None:
    """The dtype of a layer's weights, where training changes them."""
    layer = place.layer
    if layer is None or layer.policy is None or not place.network.trainable:
        return None
    learning = [weight for weight in place.weights or () if layer.is_trained(weight)]
    return next((weight.dtype or layer.variable_dtype for weight in learning), None)


def _dtype_path(place: Place, spec: ModelSpec) -> Path:
    """Path of the dtype of a layer."""
    if place.layer is not None and place.layer.dtype is None and spec.dtype_policy is not None:
        return ("dtype_policy",)
    return place.node.field("dtype")
