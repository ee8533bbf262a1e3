"""Changed scripts from a seed: arguments that are not known, and statements that are not there."""

import ast
import copy
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

SCRIPTS = Path(__file__).parents[1] / "fixtures" / "scripts"
UNKNOWN = """from elsewhere import unknown, unknown_call


def own(*args, **kwargs):
    return unknown_call(*args)


class Own:
    pass


"""
"""Names that the new values of a script use."""
VALUES = (
    *("unknown", "unknown_call()", "unknown[0]", "own", "own(1)", "Own", "Own()", "[unknown]"),
    *("(unknown, 3)", "{'a': unknown}", "[own, 'mse']", "{'a': 'mse', 'b': own}", "[*unknown]"),
    *("{**unknown}", "32 if unknown else 64", "'mse' if unknown else 'mae'", "int(unknown)"),
    *("str(unknown)", "[1, 2][unknown]", "lambda a, b: a - b", "None", "-1", "0", "'x'", "[]"),
    *("{}", "1.5", "True", "range(3)", "float('nan')", "10**30", "[None]", "b'a'", "..."),
)


@cache
def scripts() -> tuple[ast.Module, ...]:
    """The scripts to change, in order of name."""
    return tuple(ast.parse(path.read_text("utf-8")) for path in sorted(SCRIPTS.rglob("*.py")))


def changed_script(rng: random.Random) -> str:
    """Change one to three places of a script."""
    tree = copy.deepcopy(rng.choice(scripts()))
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        rng.choice(CHANGES)(rng, list(ast.walk(tree)))
    return UNKNOWN + ast.unparse(ast.fix_missing_locations(tree))


def _value(rng: random.Random) -> ast.expr:
    return ast.parse(rng.choice(VALUES), mode="eval").body


def _argument(rng: random.Random, nodes: list[ast.AST]) -> None:
    calls = [node for node in nodes if isinstance(node, ast.Call) and (node.args or node.keywords)]
    if not calls:
        return
    call = rng.choice(calls)
    place = rng.randrange(len(call.args) + len(call.keywords))
    if place < len(call.args):
        call.args[place] = _value(rng)
    else:
        call.keywords[place - len(call.args)].value = _value(rng)


def _item(rng: random.Random, nodes: list[ast.AST]) -> None:
    lists = [node for node in nodes if isinstance(node, ast.List) and node.elts]
    if lists:
        items = rng.choice(lists).elts
        items[rng.randrange(len(items))] = _value(rng)


def _assigned(rng: random.Random, nodes: list[ast.AST]) -> None:
    kinds = [node for node in nodes if isinstance(node, ast.Assign | ast.Return)]
    if kinds:
        rng.choice(kinds).value = _value(rng)


def _statement(rng: random.Random, nodes: list[ast.AST]) -> None:
    bodies = [node.body for node in nodes if isinstance(node, ast.Module | ast.FunctionDef)]
    body = rng.choice(bodies)
    if len(body) > 1:
        body.pop(rng.randrange(len(body)))


def _name(rng: random.Random, nodes: list[ast.AST]) -> None:
    names = [node for node in nodes if isinstance(node, ast.Name)]
    if names:
        rng.choice(names).id = rng.choice(names).id


CHANGES: tuple[Callable[[random.Random, list[ast.AST]], None], ...] = (
    *(_argument, _argument, _argument, _item, _assigned, _statement, _name),
)
