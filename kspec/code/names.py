"""Canonical names of Keras's functions and classes, which have had several; names of attributes."""

import ast
import re
from functools import lru_cache
from typing import TypeGuard

MAY_BIND = re.compile(r"(?m)^\s*%(?:run|pylab|load|store)\b")
"""Magics of a notebook that may bind names."""


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set of names."""
    return frozenset(text.split())


_HOMES = (
    *("tensorflow.contrib.keras.python.keras", "tensorflow.contrib.keras.api.keras"),
    *("tensorflow.compat.v1.keras", "tensorflow.compat.v2.keras", "tensorflow.contrib.keras"),
    *("tensorflow.keras", "tensorflow._api.v1.keras", "tensorflow._api.v2.v2.keras"),
    *("tensorflow._api.v2.keras", "tensorflow.python.keras.api._v2.keras"),
    *("tensorflow.python.keras.api.keras", "tensorflow.python.keras", "tf_keras", "keras_core"),
    *("keras.api._v2.keras", "keras.api", "keras.src", "keras._tf_keras.keras"),
)
"""Packages of Keras, today and before, the longest first where one contains another."""
_SHORT = ("tensorflow.compat.v1", "tensorflow.compat.v2", "tensorflow.v1", "tensorflow.v2")
_OF_TENSORFLOW = frozenset(("initializers", "losses", "metrics", "optimizers"))
"""Sections of Keras that TensorFlow 2 has under its own name too."""
_SECTIONS = {
    "engine": "models",
    "engine.input_layer": "layers",
    "engine.topology": "layers",
    "engine.base_layer": "layers",
    "legacy.layers": "layers",
    "objectives": "losses",
    "optimizer_v2": "optimizers",
    "optimizer_v1": "optimizers",
    "learning_rate_schedule": "optimizers.schedules",
    "utils.np_utils": "utils",
    "utils.vis_utils": "utils",
    "utils.data_utils": "utils",
    "utils.generic_utils": "utils",
    "utils.layer_utils": "utils",
}
"""Old sections and submodules, by the section that has their contents now."""
_TOP = {
    "Input": "layers.Input",
    "InputLayer": "layers.InputLayer",
    "Layer": "layers.Layer",
    "Model": "models.Model",
    "Sequential": "models.Sequential",
    "Functional": "models.Model",
}
_ALIASES = {"regularizers.l1_l2": "regularizers.L1L2"}
"""Names of classes that no string has."""


@lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """The canonical name: ``keras.layers.Dense`` for ``tensorflow.python.keras.layers.Dense``."""
    for short in _SHORT:
        if name == short or name.startswith(f"{short}."):
            name = f"tensorflow{name[len(short) :]}"
    section, _, rest = name.removeprefix("tensorflow.").partition(".")
    if name.startswith("tensorflow.") and section in _OF_TENSORFLOW and rest:
        return canonical(f"keras.{section}.{rest}")
    if name.startswith("tensorflow.") and name.endswith("_initializer"):
        words = name.removeprefix("tensorflow.").removesuffix("_initializer").split("_")
        return f"keras.initializers.{''.join(map(str.title, words))}"
    for home in _HOMES:
        if name == home or name.startswith(f"{home}."):
            return canonical(f"keras{name[len(home) :]}")
    if name.startswith("keras."):
        return f"keras.{_of_keras(name[6:])}"
    return name


_NAMES = words(
    "activations applications backend callbacks constraints datasets initializers layers losses "
    "metrics models ops optimizers preprocessing regularizers utils"
)
"""Sections of Keras by their names."""


@lru_cache(maxsize=256)
def section_meant(section: str) -> str | None:
    """The section of Keras that a name is a slip for, as ``model``; None for any other name."""
    if section in _NAMES or not section.isalpha() or not section.islower():
        return None
    if f"{section}es" in _NAMES:
        return f"{section}es"
    from difflib import get_close_matches

    return next(iter(get_close_matches(section, _NAMES, 1, 0.85)), None)


def _of_keras(name: str) -> str:
    """The name below ``keras``."""
    first = name.partition(".")[0]
    name = f"{section_meant(first) or first}{name[len(first) :]}"
    for old, new in _SECTIONS.items():
        if name.startswith(f"{old}."):
            return _of_keras(f"{new}.{name.rpartition('.')[2]}")
    if name in _TOP:
        return _TOP[name]
    parts = name.split(".")
    section, last = parts[0], parts[-1]
    if section == "models" and last in {"Input", "InputLayer", "Layer"}:
        return f"layers.{last}"
    is_class_like = len(parts) > 2 and (last[:1].isupper() or section in {"layers", "metrics"})
    if is_class_like and section in {"layers", "models", "callbacks", "losses", "metrics"}:
        return f"{section}.{last}"
    if is_class_like and section == "optimizers":
        return f"optimizers.schedules.{last}" if "schedule" in name else f"optimizers.{last}"
    if is_class_like and section in {"initializers", "regularizers", "constraints"}:
        return f"{section}.{last}"
    return _ALIASES.get(name, name)


def defaults_of(arguments: ast.arguments) -> dict[str, ast.expr]:
    """The defaults of parameters, by their names."""
    placed = [*arguments.posonlyargs, *arguments.args]
    pairs = [
        *zip(placed[len(placed) - len(arguments.defaults) :], arguments.defaults, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return {arg.arg: default for arg, default in pairs if default is not None}


def counts_of(arguments: ast.arguments) -> tuple[int, float]:
    """Numbers of arguments by place that a function needs, and that it takes."""
    count = len(arguments.posonlyargs) + len(arguments.args)
    return count - len(arguments.defaults), count if arguments.vararg is None else float("inf")


def name_of(node: ast.AST | None) -> str | None:
    """The name that an expression is; None for any other expression."""
    return node.id if isinstance(node, ast.Name) else None


def children_of(node: ast.AST) -> list[ast.AST]:
    """The nodes right below a node: `ast.iter_child_nodes` in a third of the time."""
    children: list[ast.AST] = []
    for field in node._fields:
        value = getattr(node, field, None)
        if type(value) is list:
            children += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST):
            children.append(value)
    return children


def nodes_in(node: ast.AST) -> list[ast.AST]:
    """A node and all below it, outer ones first: `ast.walk` in a third of the time."""
    nodes = [node]
    for one in nodes:
        nodes += children_of(one)
    return nodes


def names_in(*nodes: ast.AST) -> set[str]:
    """All names that some code reads or binds."""
    return {one.id for node in nodes for one in nodes_in(node) if isinstance(one, ast.Name)}


def last_name(node: ast.AST | None) -> str | None:
    """The name, or the last part of a dotted one, that an expression is; None for any other."""
    return node.attr if isinstance(node, ast.Attribute) else name_of(node)


def receiver_of(node: ast.AST | None, *methods: str) -> ast.expr | None:
    """The object of which an expression calls one of these methods; None for any other."""
    function = node.func if isinstance(node, ast.Call) else None
    return (
        function.value if isinstance(function, ast.Attribute) and function.attr in methods else None
    )


def is_own_attribute(node: ast.AST | None) -> TypeGuard[ast.Attribute]:
    """Whether an expression is ``self.name``."""
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    )
