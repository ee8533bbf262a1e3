"""The arguments of calls by their names."""

from collections.abc import Iterable

from kspec.code.keras.values import Argument
from kspec.code.values import MADE_WITH, Call, Object, Place


def arguments(call: Call, names: list[str]) -> dict[str, Argument]:
    """The arguments of a call by name, those by place under the names of their places."""
    by_name: dict[str, Argument] = {}
    for position, value in enumerate(call.args):
        if position < len(names):
            by_name[names[position]] = Argument(value, call.places.get(position, call.place))
    for name, value in call.kwargs.items():
        place: Place = call.places.get(name, call.place)
        by_name[name] = Argument(value, place, call.key_places.get(name))
    return by_name


def misnamed(owner: str, key: str, names: Iterable[str]) -> tuple[str, str, str]:
    """Message and help for an argument that is not among some names, and the one that was meant;
    empty where none is near.
    """
    from kspec.spec.suggest import nearest

    new = nearest(key, names) or ""
    help_ = f'Write "{new}".' if new else "Remove it."
    return f'"{owner}" has no argument "{key}"', help_, new


def made_with(target: Object) -> dict[str, Argument]:
    """Arguments of an object's construction, by name."""
    call, names = target.state[MADE_WITH]
    return arguments(call, names)
