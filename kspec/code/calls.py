"""Calls: their arguments, and their callees."""

import ast

from kspec.code import library
from kspec.code.budget import DEEPEST_CALL, LIBRARY_STEPS, MOST_CALL_STEPS
from kspec.code.changes import hand_over, touch, touch_items
from kspec.code.checks.consistency import check_loss
from kspec.code.checks.samples import check_flows
from kspec.code.classes import instance, member
from kspec.code.functions import NOBODY_CALLS, read_function
from kspec.code.imports import is_well_known
from kspec.code.journal import MISSING
from kspec.code.keras import methods as of_keras
from kspec.code.keras.calls import OF_FILE, call_keras
from kspec.code.keras.models import build_inner
from kspec.code.keras.other_libraries import call_on_tensors
from kspec.code.keras.values import Described, Layer, Model, Opaque, Tensor, copied, tensors_in
from kspec.code.keras.wiring import apply
from kspec.code.library import Changed, kind_of
from kspec.code.loops import bounded
from kspec.code.methods import CHANGING, builtin_method
from kspec.code.names import last_name, name_of, nodes_in, words
from kspec.code.operators import RAISES, is_plain
from kspec.code.reader import Frame, Reader
from kspec.code.storing import replace
from kspec.code.unknown_numbers import Index
from kspec.code.values import (
    Bound,
    Call,
    Choice,
    Class,
    Dict,
    External,
    Function,
    List,
    Manager,
    Native,
    Object,
    Partial,
    Place,
    Settings,
    Unknown,
    Value,
    first,
)

_DRAWN = frozenset(f"hp.{name}" for name in ("Boolean", "Choice", "Float", "Int"))
"""Methods by which KerasTuner chooses, of a parameter as its documents call it."""
_CHANGING = words(
    "heapify heappop heappush insort insort_left insort_right shuffle copyto fill_diagonal place "
    "put putmask"
)
"""Functions of libraries that change the lists or arrays that they take."""


def call(reader: Reader, node: ast.Call) -> Value:
    """The value of a call expression."""
    callee = reader.evaluate(node.func)
    if name_of(node.func) == "super" and not node.args:
        return Bound(reader.frames[-1], "super")
    arguments = arguments_of(reader, node)
    if reader.trying and (raised := _raised(node, arguments)) is not None:
        return raised
    result = reader.invoke(callee, arguments)
    if last_name(node.func) == "shuffle":
        _mix(reader, node, arguments)
    if isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
        touch_items(reader, node.func.value)
        owner = callee.receiver if isinstance(callee, Bound) else callee
        if type(owner) is Unknown:
            rebind(reader, node.func, owner.called(owner.name))  # whose length is another one
    if isinstance(result, Changed):
        rebind(reader, node.func, result.receiver)
        if isinstance(callee, Bound):
            replace(reader, callee.receiver, result.receiver)
        return result.result
    return result


def _raised(node: ast.Call, arguments: Call) -> Unknown | None:
    """Error of an argument of a call, which is then not made."""
    values = arguments.values
    errors = [one for one in values if isinstance(one, Unknown) and one.reason == RAISES]
    inner = set(nodes_in(node)) if errors else ()
    return next((one for one in errors if one.place in inner), None)


def _mix(reader: Reader, node: ast.Call, arguments: Call) -> None:
    """Take note that a shuffle leaves an array in no order."""
    from kspec.code.data.array import Array

    for name, value in zip(node.args, arguments.args, strict=False):
        if isinstance(name, ast.Name) and isinstance(value, Array):
            mixed = value.changed(grouped=False)
            reader.bind(name.id, mixed)
            replace(reader, value, mixed)


def rebind(reader: Reader, node: ast.expr, value: Value) -> None:
    """Bind the name or attribute before a method to the result of the method."""
    if isinstance(node, ast.Attribute):
        target = node.value
        if isinstance(target, ast.Name):
            reader.bind(target.id, value)
        elif isinstance(target, ast.Attribute):
            owner = reader.evaluate(target.value)
            if isinstance(owner, Object):
                reader.journal.write(owner.state, target.attr, value)


def arguments_of(reader: Reader, node: ast.Call) -> Call:
    """The arguments of a call expression, starred ones spread."""
    args: list[Value] = []
    kwargs: dict[str, Value] = {}
    places: dict[int | str, Place] = {}
    keys: dict[str, Place] = {}
    unsure: Unknown | None = None
    for item in node.args:
        if isinstance(item, ast.Starred):
            items = reader.items(reader.evaluate(item.value), item)
        else:
            items = (reader.evaluate(item),)
        if isinstance(items, Unknown):
            unsure = first(unsure, items)
            continue
        for one in items:
            places[len(args)] = reader.place(item)
            args.append(one)
    for keyword in node.keywords:
        value = reader.evaluate(keyword.value)
        if keyword.arg is not None:
            kwargs[keyword.arg] = value
            places[keyword.arg] = reader.place(keyword.value)
            keys[keyword.arg] = reader.place(keyword)
        elif isinstance(value, Dict):
            for key, one in value.items.items():
                kwargs[str(key)] = one
                key_place, value_place = value.state["places"].get(key, (keyword, keyword.value))
                places[str(key)], keys[str(key)] = value_place, key_place
            unsure = first(unsure, value.rest)
        else:
            reason = "arguments that kspec does not follow"
            unsure = first(unsure, reader.why(value, reason, keyword.value))
    return Call(reader.place(node), args, kwargs, places, keys, unsure)


def invoke(reader: Reader, callee: Value, call: Call) -> Value:
    """The value of a call of a value."""
    reader.budget.step()
    if isinstance(callee, Function):
        if callee.kind == "contextmanager":
            return Manager(callee, call)
        return _deep(reader, callee, call)
    if isinstance(callee, Native):
        return callee.function(call)
    if isinstance(callee, External):
        return external(reader, callee.name, call)
    if isinstance(callee, Bound):
        return method(reader, callee.receiver, callee.name, call)
    if isinstance(callee, Class):
        return _instance(reader, callee, call)
    if isinstance(callee, Partial):
        return invoke(reader, callee.function, _with(callee.call, call))
    if isinstance(callee, Layer | Opaque | Model):
        return _applied(reader, callee, call)
    if isinstance(callee, Object):
        return _called_object(reader, callee, call)
    kind = kind_of(callee)
    if kind is not None:
        return kind.call(callee, call)
    if isinstance(callee, Described) and callee.noun == "loss":
        check_loss(reader, callee, call)
    return not_followed(reader, callee, call)


def _applied(reader: Reader, layer: Layer | Opaque | Model, call: Call) -> Value:
    if isinstance(layer, Layer) and layer.name == "Lambda":
        from kspec.code.keras.custom_layers import learn_shape

        learn_shape(reader, layer, call)
    output = apply(reader, layer, call)
    if isinstance(layer, Model):
        build_inner(reader, layer)
    return output


def _instance(reader: Reader, cls: Class, call: Call) -> Value:
    """An instance of a class of the program."""
    result = instance(reader, cls, call)
    if isinstance(result, Object) and member(cls, "__init__") is MISSING:
        of_keras.begin(reader, result, call)
    return result


def _deep(reader: Reader, function: Function, call: Call) -> Value:
    reason = "calls deeper than kspec follows"
    if 0 < reader.budget.depth < DEEPEST_CALL:
        return _deeper(reader, function, call)
    if not reader.budget.depth:
        with bounded(reader, call.place, MOST_CALL_STEPS):
            return _deeper(reader, function, call)
        reason = "a call that takes more steps than kspec follows"
    why = reader.unknown(reason, call.place)
    touch(reader, call.values, why)
    return why


def _deeper(reader: Reader, function: Function, call: Call) -> Value:
    reader.budget.depth += 1
    try:
        return read_function(reader, function, call)
    finally:
        reader.budget.depth -= 1


def _with(fixed: Call, call: Call) -> Call:
    """The arguments of a partial and those that it is called with."""
    shift = len(fixed.args)
    places = dict(fixed.places)
    for key, place in call.places.items():
        places[key + shift if isinstance(key, int) else key] = place
    return Call(
        call.place,
        (*fixed.args, *call.args),
        {**fixed.kwargs, **call.kwargs},
        places,
        {**fixed.key_places, **call.key_places},
        first(fixed.unsure, call.unsure),
    )


def _called_object(reader: Reader, target: Object, call: Call) -> Value:
    from kspec.code.keras.custom_layers import call_own, own_layer

    layer = own_layer(reader, target, call.place)
    reader.log.received(call.place, target.state.get("<model>"))
    if layer is not None:
        from kspec.code.keras.custom_models import note_call

        note_call(reader, target, call)
        return call_own(reader, target, layer, call)
    own = member(target.cls, "__call__")
    if isinstance(own, Function):
        return invoke(reader, Partial(own, Call(call.place, (target,))), call)
    return not_followed(reader, Unknown(f"an object of {target.cls.name}", target.cls.name), call)


def external(reader: Reader, name: str, call: Call) -> Value:
    """A call of a library's function or class."""
    reader.budget.step(LIBRARY_STEPS)
    if name == "builtins.super":
        return Bound(reader.frames[-1], "super")
    if name.startswith("keras."):
        value = call_keras(reader, name, call)
        if value is not NotImplemented:
            return value
    hand_over(reader, name, call)
    function = library.find(name)
    if function is None or name.startswith("numpy."):
        _change(reader, name, call)
    if function is not None and (library.is_standard(name) or not tensors_in(tuple(call.args))):
        result = function(call)
        if name.endswith(".preprocess_input"):
            _overwrite(reader, call.get(0, "x"), result)
        return result
    result = call_on_tensors(reader, name, call)
    if not is_well_known(name):
        why = reader.unknown(f"{name} may have changed it", call.place)
        touch(reader, call.values, why)
        _forget_values(reader, call.values)
    return result


def _change(reader: Reader, name: str, call: Call) -> None:
    """Record what a function of another library does to its arguments in place."""
    last = name.rpartition(".")[2]
    if last in _CHANGING:
        why = reader.unknown(f"{name} has changed it", call.place)
        touch(reader, tuple(call.args), why, in_other_order=last == "shuffle")
        _forget_values(reader, tuple(call.args))


def _overwrite(reader: Reader, value: Value, result: Value) -> None:
    """Forget the values of floats of numpy that Keras scales in place."""
    floats = not str(getattr(value, "dtype", "int")).startswith(("int", "uint"))
    if floats and getattr(value, "library", None) == "numpy" and result is not value:
        replace(reader, value, value.without_values())


def _forget_values(reader: Reader, values: tuple[Value, ...]) -> None:
    """Forget the values of arrays that a call may have changed, and their order."""
    for value in values:
        kept = type(getattr(value, "values", None)) is tuple or getattr(value, "grouped", False)
        if kind_of(value) is not None and kept:
            replace(reader, value, value.changed(values=None, grouped=False))


def method(reader: Reader, receiver: Value, name: str, call: Call) -> Value:
    """A call of a method."""
    if isinstance(receiver, Choice):
        for option in receiver.options:
            method(reader, option, name, call)
        return reader.unknown(receiver.reason, call.place)
    if isinstance(receiver, Frame):
        return of_keras.super_method(reader, receiver, name.removeprefix("super."), call)
    if isinstance(receiver, Model | Tensor | Described | Opaque):
        return of_keras.method(reader, receiver, name, call)
    kind = kind_of(receiver)
    if kind is not None:
        reader.budget.step(LIBRARY_STEPS)
        _change(reader, name, call)
        return kind.method(receiver, name, call)
    if isinstance(receiver, Object):
        return of_keras.own_method(reader, receiver, name, call)
    if isinstance(receiver, Settings):
        touch(reader, (receiver,), receiver)
    if is_plain(receiver) or isinstance(receiver, List | Dict) or type(receiver) is tuple:
        return builtin_method(reader, receiver, name, call)
    return not_followed(reader, receiver, call)


def not_followed(reader: Reader, callee: Value, call: Call) -> Value:
    """Value of a call of something unknown, which may change its arguments."""
    named = callee.name if isinstance(callee, Unknown) else "?"
    reason = callee.reason if isinstance(callee, Unknown) else "kspec does not follow this call"
    last = named.rpartition(".")[2]
    if last in {"fit", "fit_generator"}:
        check_flows(reader, call.get(0, "x"), call.get(7, "validation_data"))
    if reason in {NOBODY_CALLS, OF_FILE} and last in {"compile", "fit"}:
        reader.log.unseen.append(call.mapped(copied))
    if named in _DRAWN:
        own = call.get(0, "name")
        chosen = "a hyperparameter that the tuner chooses"
        return reader.unknown(chosen, call.place, own if isinstance(own, str) else "?")
    unknown = reader.unknown(reason, call.place, "?" if named == "?" else f"{named}(...)")
    arguments = call.values
    opaque = Opaque(unknown, named, call.place)
    result = apply(reader, opaque, call) if tensors_in(arguments) else unknown
    if last == "index" and len(arguments) == 1:  # of a list
        result = Index(reason, "?", call.place)
    touch(reader, arguments, unknown)
    _forget_values(reader, arguments)
    hand_over(reader, "", call)
    if arguments or call.unsure is not None:
        reader.called_unseen.add(named.rpartition(".")[2])
    return result
