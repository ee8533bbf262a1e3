"""A layer that is built before it is called: for the shape that a file of Keras keeps of it.

A file keeps the shape that each layer was built for (``build_config``), layers inside others
included. Keras builds the layer for this shape before it makes the model around it, so that a stale
one is refused when the real input comes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeGuard

from kspec.spec.layers.base import Layer
from kspec.spec.layers.weight import Arguments, BuildConfig, Weight
from kspec.spec.problem import Fault, Path
from kspec.spec.registry import KEPT
from kspec.spec.shapes import Shape, Structure, Tensor, show, tensors

STALE = "stale_build_config"
"""The fault of a layer that was built for another input than it gets."""


def from_file(layer: Layer, name: str, config: object) -> BuildConfig | None:
    """The layer as its ``build_config`` builds it, None without a usable one.

    Raises a `Fault` where Keras cannot build from it.
    """
    if layer.role == "model":
        return None
    if not _says_shapes(config):
        _check_shapeless(layer, name, config)
        return None
    if not layer.builds_from_file or not (layer.has_weights or layer.role == "merge"):
        return None
    try:
        args, kwargs = _arguments(config, layer.compute_dtype)
        if not (args or kwargs) or not _fits(layer, args, kwargs):
            return None  # Shapes by names that this class does not know: the first call builds it.
        if layer.role == "merge":
            layer(*args, **kwargs)
        return BuildConfig(args, kwargs, tuple(layer.weights(*args, **kwargs)))
    except _NoShapeError:
        if "input_shape" not in config:
            return None
        message = f'"build_config" of "{name}" has no usable shape: {config["input_shape"]}'
        raise Fault(STALE, message, help=_HELP) from None
    except Fault as fault:
        message = f'"build_config" cannot build "{name}": {fault.message}'
        raise Fault(STALE, message, help=_HELP) from None


class _NoShapeError(Exception):
    """Error of a value that is no shape."""


def _fits(layer: Layer, args: tuple[Structure, ...], kwargs: Arguments) -> bool:
    """Whether the layer's weights are built for inputs of these names."""
    return _takes(type(layer).weights, len(args), tuple(kwargs))


@lru_cache(KEPT)
def _takes(weights: Callable[..., Iterator[Weight]], count: int, names: tuple[str, ...]) -> bool:
    """Whether a method can be called with ``count`` inputs, and inputs of these names."""
    from inspect import signature

    try:
        signature(weights).bind(None, *range(count), **dict.fromkeys(names))
    except TypeError:
        return False
    return True


_SHAPES = frozenset(("input_shape", "shapes_dict"))


def _says_shapes(config: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(config, Mapping) and not _SHAPES.isdisjoint(config)


def made_anew(value: object) -> object:
    """The object of a layer that is made once more of its config: it does not count as built."""
    if not isinstance(value, Mapping) or _says_shapes(value.get("build_config")):
        return value
    if isinstance(value.get("build_config"), int | float):
        return value  # Keras cannot read it in the first place.
    return {key: item for key, item in value.items() if key != "build_config"}


def _check_shapeless(layer: Layer, name: str, config: object) -> None:
    """Refuse a ``build_config`` without a shape: Keras takes the layer for built, and never builds
    it.
    """
    if isinstance(config, int | float) and (layer.has_weights or layer.role == "merge"):
        message = f'"build_config" of "{name}" must be an object, and is {config}'
        raise Fault(STALE, message, help=_HELP)
    if layer.needs_build:
        message = f'"build_config" of "{name}" says no shape, and Keras never builds it'
        raise Fault(STALE, message, help=_HELP)


def _arguments(
    config: Mapping[str, object], dtype: str
) -> tuple[tuple[Structure, ...], dict[str, Structure]]:
    """Shapes of the layer's call, from a file's ``build_config``, as args and kwargs."""
    if "input_shape" in config:
        return (_structure(config["input_shape"], dtype),), {}
    shapes = config["shapes_dict"]
    if not isinstance(shapes, Mapping) or not shapes:
        raise Fault("invalid_value", '"shapes_dict" must be an object with the shapes')
    named = {str(name).removesuffix("_shape"): shape for name, shape in shapes.items()}
    return (), {name: _structure(shape, dtype) for name, shape in named.items()}


_HELP = 'Remove "build_config": Keras then builds the layer for its real input.'


def _structure(value: object, dtype: str) -> Structure:
    if _is_shape(value):
        return Tensor(tuple(value), dtype)
    if isinstance(value, list):
        return [_structure(item, dtype) for item in value]
    if isinstance(value, dict):
        return {key: _structure(item, dtype) for key, item in value.items()}
    raise _NoShapeError


_DIMS = frozenset((int, bool, type(None)))  # Keras takes true for 1


def _is_shape(value: object) -> TypeGuard[list[int | None]]:
    return isinstance(value, list) and _DIMS.issuperset(map(type, value))


def held_weights(layer: Layer, x: Structure) -> Iterator[Weight]:
    """The weights of a layer inside another: those that it was built with, else those of a call."""
    yield from layer.weights(x) if layer.built is None else layer.built.weights


def check_built(layer: Layer, field: Path, *args: Structure) -> None:
    """Refuse a call of a layer inside another, in a field, that needs other weights than it was
    built with.
    """
    if layer.built is None:
        return
    try:
        needed = tuple(layer.weights(*args))
    except Fault:
        return  # A dimension that is not known: the layer has its weights already.
    if are_others(layer.built.weights, needed):
        raise stale(type(layer).__name__, layer.built, args, field)


def are_others(weights: Iterable[Weight], needed: Iterable[Weight]) -> bool:
    """Whether a call needs weights of other shapes than a layer has."""
    return any(old.shape != new.shape for old, new in zip(weights, needed, strict=False))


def stale(name: str, built: BuildConfig, args: tuple[Structure, ...], field: Path = ()) -> Fault:
    """Fault of a layer that was built for another input than it gets."""
    message = (
        f'"build_config" says that "{name}" was built for {_shown(built.args)}, '
        f"and its input is {_shown(args)}"
    )
    return Fault(STALE, message, field=field, help=_HELP)


def _shown(args: tuple[Structure, ...]) -> str:
    shapes: list[Shape | None] = [x.shape for x in tensors(args)]
    return " and ".join(map(show, shapes))
