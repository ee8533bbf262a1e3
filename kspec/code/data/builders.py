"""Builders of models that other code calls: their arguments, and the models that they build."""

from collections.abc import Mapping

from kspec.code.classes import member
from kspec.code.data.context import INVOKE
from kspec.code.keras.values import Argument, Model
from kspec.code.names import words
from kspec.code.training import COMPILE
from kspec.code.values import Bound, Call, Function, List, Object, Partial, Place, Value
from kspec.named_tuple import NamedTuple
from kspec.spec.unknown import Unknown

CHOSEN = "a hyperparameter that the search chooses"
OF_SCIKERAS = words(
    "batch_size callbacks class_weight epochs loss metrics model optimizer random_state "
    "run_eagerly shuffle validation_batch_size validation_split verbose warm_start"
)
"""The arguments that an estimator of SciKeras takes itself."""
_OF_OBJECTS = ("compile_kwargs", "meta", "params")
"""The arguments that SciKeras gives to a builder which takes them."""
_COMPILE = tuple(COMPILE.split())


class Wrapper(NamedTuple):
    """Estimator or search around a builder of models: the arguments that it has for the builder
    and for ``fit``, the values of a grid for some of them, and the earlier steps of a pipeline.
    """

    name: str
    builder: Value
    place: Place
    arguments: Mapping[str, Argument] = {}
    grid: Mapping[str, Argument] = {}
    steps: tuple[Value, ...] = ()
    unsure: Unknown | None = None
    is_scikeras: bool = False
    fitted: Value = None
    """Model that the last fit or search has trained."""

    def argument(self, name: str, *keys: str) -> Argument | None:
        """An argument, under one of several names; unknown where a grid has several values."""
        keys = keys or (name, f"model__{name}")
        own = next((self.arguments[key] for key in keys if key in self.arguments), None)
        values = next((self.grid[key] for key in keys if key in self.grid), None)
        if values is None:
            return own
        several = values.value
        items = several.items if isinstance(several, List) and several.rest is None else ()
        value = items[0] if len(items) == 1 else Unknown(CHOSEN, name, values.place)
        return Argument(value, values.place)

    def for_builder(self, name: str) -> Argument | None:
        """An argument for the builder, which SciKeras gives none of its own."""
        key = f"model__{name}"
        if self.is_scikeras and name in _OF_OBJECTS:
            return Argument(Unknown("an argument of SciKeras", name), self.place)
        is_own = self.is_scikeras and name in OF_SCIKERAS
        return self.argument(name, *((key,) if is_own else (key, name)))


def parameters_of(builder: Value) -> list[str] | None:
    """The parameters of a builder that are not fixed; None where it may take others."""
    fixed, names = 0, frozenset[str]()
    while isinstance(builder, Partial):
        fixed, names = fixed + len(builder.call.args), names.union(builder.call.kwargs)
        builder = builder.function
    if not isinstance(builder, Function) or builder.node.args.kwarg is not None:
        return None
    arguments = builder.node.args
    every = [one.arg for one in (*arguments.posonlyargs, *arguments.args)][fixed:]
    return [one for one in (*every, *(one.arg for one in arguments.kwonlyargs)) if one not in names]


def built(one: Wrapper, place: Place) -> Value:
    """The model that a wrapper builds."""
    builder, invoke = one.builder, INVOKE.get()
    if isinstance(builder, Model):
        return builder
    if one.name == "tuner":
        args: tuple[Value, ...] = (Unknown(CHOSEN, "hp", place),)
        if isinstance(builder, Object):
            builder, args = member(builder.cls, "build"), (builder, *args)
        return invoke(builder, Call(place, args)) if isinstance(builder, Function) else None
    target = builder
    while isinstance(target, Partial):
        target = target.function
    defaults = target.defaults if isinstance(target, Function) else {}
    chosen: dict[str, Value] = {}
    for name in parameters_of(builder) or ():
        argument = one.for_builder(name)
        if argument is not None:
            chosen[name] = argument.value
        elif name not in defaults:
            chosen[name] = Unknown("an argument that other code gives", name, target.node)
    model = invoke(builder, Call(place, kwargs=chosen, unsure=one.unsure))
    if one.is_scikeras and isinstance(model, Model) and not model.state["<phases>"]:
        arguments = {name: own for name in _COMPILE if (own := one.argument(name))}
        if any(name.startswith("optimizer__") for name in (*one.arguments, *one.grid)):
            arguments["optimizer"] = Argument(Unknown(CHOSEN, "optimizer", place), place)
        if "loss" in arguments or one.unsure is not None:
            invoke(Bound(model, "compile"), call_of(place, arguments, one.unsure))
    return model


def call_of(place: Place, arguments: Mapping[str, Argument], unsure: Unknown | None = None) -> Call:
    """A call with arguments by name, each at its place."""
    keys = {name: one.key_place for name, one in arguments.items() if one.key_place is not None}
    values = {name: one.value for name, one in arguments.items()}
    places: dict[int | str, Place] = {name: one.place for name, one in arguments.items()}
    return Call(place, (), values, places, keys, unsure)
