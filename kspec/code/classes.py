"""The program's own classes: their members, their instances, and which of them are Keras's too."""

import ast

from kspec.code.functions import NOBODY_CALLS, parameters_of, read_function
from kspec.code.journal import MISSING
from kspec.code.keras.values import Model
from kspec.code.operators import is_plain
from kspec.code.reader import Reader
from kspec.code.scopes import Scope
from kspec.code.values import MADE_WITH, Call, Class, External, Factory, Function, Object, Value
from kspec.spec.naming import snake_case

_MODELS = frozenset(("keras.models.Model", "keras.models.Sequential"))
_LAYERS = "keras.layers."
_NAMED_TUPLE = frozenset(("typing.NamedTuple",))
_HOOK = "__init_subclass__"
NOT_SET = "an attribute that no statement kspec follows sets"


def lineage(cls: Class) -> list[Class]:
    """A class of the program and its bases there, in Python's order: shared ones last."""
    order: list[Class] = [cls]
    for base in cls.bases:
        if isinstance(base, Class):
            above = lineage(base)
            order = [one for one in order if one not in above] + above
    return order


def member(cls: Class, name: str) -> Value:
    """Value of a name in a class or the nearest of its bases; `MISSING` where none binds it."""
    for one in lineage(cls):
        if name in one.state:
            return one.state[name]
    return MISSING


def outside_bases(cls: Class) -> list[str]:
    """Names of the library classes that a class derives from."""
    return [base.name for one in lineage(cls) for base in one.bases if isinstance(base, External)]


def has_unknown_base(cls: Class) -> bool:
    """Whether a class has an unknown base."""
    return any(not isinstance(base, Class | External) for one in lineage(cls) for base in one.bases)


def is_layer_class(cls: Class) -> bool:
    """Whether a class is a layer of the program's own."""
    return any(base.startswith(_LAYERS) for base in outside_bases(cls))


def is_model_class(cls: Class) -> bool:
    """Whether a class is a model of the program's own."""
    return any(base in _MODELS for base in outside_bases(cls))


def name_own(reader: Reader, target: Object, name: Value = None) -> None:
    """Give an object the name of its construction, or the next one of its class."""
    if "<name>" not in target.state:
        own_name = (
            name if isinstance(name, str) else reader.log.auto_name(snake_case(target.cls.name))
        )
        reader.journal.write(target.state, "<name>", own_name)


def define(reader: Reader, node: ast.ClassDef) -> Class:
    """The class that a definition makes."""
    bases = [reader.evaluate(base) for base in node.bases]
    names: dict[str, Value] = {}
    outer = reader.frames[-1]
    scope = Scope(outer.scope, names)
    outer.scope, kept = scope, outer.scope
    try:
        reader.execute(node.body)
    finally:
        outer.scope = kept
    own = Class(node, bases, names)
    for value in names.values():
        if isinstance(value, Function) and value.scope is scope:
            # A method does not see the names of the class body.
            value.scope = kept
            value.owner = own
    reader.classes.append(own)
    hook = next((member(base, _HOOK) for base in bases if isinstance(base, Class)), None)
    if isinstance(hook, Function):
        keywords = {one.arg: reader.evaluate(one.value) for one in node.keywords if one.arg}
        reader.invoke(hook, Call(reader.place(node), (own,), keywords))
    return own


def instance(reader: Reader, cls: Class, call: Call, missing: str | None = None) -> Value:
    """An instance, its constructor read."""
    reader.called.add(cls.node)
    members = enum_members(cls)
    if members:
        return value_of_member(reader, members, call)
    instance: Value = Object(cls, call.place)
    reader.objects[cls.node] = instance
    if is_model_class(cls):
        is_stack = "keras.models.Sequential" in outside_bases(cls)
        kind = "Sequential" if is_stack else "Own"
        instance.state["<model>"] = Model(kind, call.place, trainable=True)
        instance.state["<model>"].owner = instance
    constructor = member(cls, "__init__")
    names = parameters_of(constructor)[1:] if isinstance(constructor, Function) else []
    instance.state[MADE_WITH] = call, names
    if isinstance(constructor, Function):
        places = {at + 1 if isinstance(at, int) else at: one for at, one in call.places.items()}
        bound = call._replace(args=(instance, *call.args), places=places)
        if missing is None:
            reader.invoke(constructor, bound)
        else:
            read_function(reader, constructor, bound, missing)
    elif constructor is MISSING and set(outside_bases(cls)) <= _NAMED_TUPLE:
        _fields(reader, cls, call, instance)
    elif has_unknown_base(cls):
        return reader.unknown("an object of a class that kspec does not know", call.place, cls.name)
    if is_layer_class(cls) or is_model_class(cls):
        name_own(reader, instance, call.kwargs.get("name"))
    return instance


def _fields(reader: Reader, cls: Class, call: Call, instance: Object) -> None:
    """The fields of a data class or a named tuple, as its constructor sets them."""
    if not cls.node.decorator_list and not outside_bases(cls):
        return
    for position, name in enumerate(fields_of(cls)):
        default = member(cls, name)
        if default is MISSING:
            default = reader.unknown(NOBODY_CALLS, call.place, name)
        if isinstance(default, Factory) and not call.has(position, name):
            default = reader.invoke(default.function, Call(call.place))
        reader.journal.write(instance.state, name, call.get(position, name, default))
    after = member(cls, "__post_init__")
    if isinstance(after, Function):
        reader.invoke(after, Call(call.place, (instance,)))


def fields_of(cls: Class) -> list[str]:
    """Names of the fields of a data class, those of its bases first."""
    names = (
        item.target.id
        for one in reversed(lineage(cls))
        for item in one.node.body
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
    )
    return list(dict.fromkeys(names))


def own_items(value: Value) -> tuple[Value, ...]:
    """Items of an enumeration or a named tuple of the program; none of another value."""
    if isinstance(value, Class):
        return tuple(enum_members(value).values())
    if not isinstance(value, Object) or _NAMED_TUPLE.isdisjoint(outside_bases(value.cls)):
        return ()
    names = fields_of(value.cls)
    return tuple(value.state[one] for one in names) if set(names) <= value.state.keys() else ()


def enum_members(cls: Class) -> dict[str, Value]:
    """Values of the members of an enumeration by their names, none of another class."""
    if not any(base.startswith("enum.") for base in outside_bases(cls)):
        return {}
    names = (name for name in cls.state if not name.startswith("_"))
    return {name: cls.state[name] for name in names if not isinstance(cls.state[name], Function)}


def value_of_member(reader: Reader, members: dict[str, Value], call: Call) -> Value:
    """The member of an enumeration with a value: the value itself, as all members are."""
    value = call.get(0, "value")
    if is_plain(value) and any(is_plain(one) and one == value for one in members.values()):
        return value
    return reader.unknown("a member of an enumeration", call.place)


def parent_of(owner: Class, receiver: Value, name: str) -> Value:
    """Member that ``super()`` finds in a method of a class, `MISSING` where a library has it."""
    cls = receiver.cls if isinstance(receiver, Object) else receiver
    every = lineage(cls if isinstance(cls, Class) else owner)
    behind = every[every.index(owner) + 1 :] if owner in every else lineage(owner)[1:]
    return next((one.state[name] for one in behind if name in one.state), MISSING)
