"""Named tuples, as the classes that Python makes of them."""

import ast
from collections.abc import Mapping, Sequence

from kspec.code.library import function
from kspec.code.operators import RAISES
from kspec.code.scopes import Scope
from kspec.code.values import Call, Class, External, Function, List, Unknown, Value

_TUPLE = """
class {name}:
    def __init__(self, {parameters}):
        {assignments}
    def __iter__(self):
        yield from ({values},)
    def __getitem__(self, key):
        return ({values},)[key]
    def __len__(self):
        return {length}
    def _asdict(self):
        return {{{items}}}
    def _replace(self, **changes):
        return {name}(**{{**self._asdict(), **changes}})
"""


@function("collections.namedtuple")
def _named_tuple(call: Call) -> Value:
    """The class of tuples with these names."""
    name, fields = call.get(0, "typename"), call.get(1, "field_names")
    names = fields.replace(",", " ").split() if isinstance(fields, str) else fields
    names, last = (
        one.items if isinstance(one, List) and one.rest is None else one
        for one in (names, call.get(None, "defaults", ()))
    )
    if type(names) not in {list, tuple} or not names or type(last) is not tuple:
        return Unknown("a tuple of fields that are not in the code", "?", call.place)
    if not all(isinstance(one, str) and one.isidentifier() for one in (name, *names)):
        return Unknown(RAISES, "?", call.place)
    return tuple_class(name, names, dict(zip(names[::-1], last[::-1], strict=False)))


def tuple_class(name: str, fields: Sequence[str], defaults: Mapping[str, Value]) -> Class:
    """Class of tuples with named fields."""
    code = _TUPLE.format(
        name=name,
        parameters=", ".join(fields),
        assignments="; ".join(f"self.{field} = {field}" for field in fields),
        values=", ".join(f"self.{field}" for field in fields),
        length=len(fields),
        items=", ".join(f"{field!r}: self.{field}" for field in fields),
    )
    node = next(one for one in ast.parse(code).body if isinstance(one, ast.ClassDef))
    cls = Class(node, (External("builtins.tuple"),), {})
    scope = Scope(None, {name: cls})
    for method in node.body:
        if isinstance(method, ast.FunctionDef):
            own = defaults if method.name == "__init__" else {}
            cls.state[method.name] = Function(method, scope, own, cls)
    return cls
