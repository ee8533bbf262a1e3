"""Loops: iteration by iteration where their number is known, else once, with unknown results."""

import ast
import operator
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from kspec.code.branches import MAY_BREAK, MAY_CONTINUE, any_round, either
from kspec.code.budget import LEAST_LOOP_STEPS, MOST_ITEMS_YIELDED, MOST_ROUNDS, OutOfStepsError
from kspec.code.items import any_item, are_layers, is_data, is_numeric, one_item
from kspec.code.keras.models import may_change
from kspec.code.keras.values import Added, Unsure
from kspec.code.names import children_of, last_name, name_of, nodes_in
from kspec.code.overloading import truth
from kspec.code.reader import Completion, Reader
from kspec.code.refilled import labelled, note_labels, refilled
from kspec.code.storing import assign
from kspec.code.unknown_numbers import Index
from kspec.code.values import ITERATOR, List, Place, Rest, Unknown, Value

MANY, FEW = 100, 24
"""Rounds from which on a loop may be too long: one that makes objects, and any other."""
MOST_SIZE = 4_000
"""Iterations times their size, above which a loop is read as one with an unknown number of
iterations.
"""
MOST_ON_LAYERS = 16_000
"""The same for a loop over the layers of a model, which as a rule freezes some of them."""
NEXT = frozenset(("continue", MAY_CONTINUE))
"""Completions of a body after which the next round comes."""
CUT = Completion("cut")
"""End of a loop that takes more steps than it gets."""
TOO_LONG = "a loop that is longer than kspec follows"
Loop = ast.For | ast.AsyncFor | ast.While


def read_for(reader: Reader, node: ast.For | ast.AsyncFor) -> Completion | None:
    """A ``for`` statement."""
    labels = labelled(node)
    if labels is None:
        return _read_for(reader, node)
    before = reader.scope.find(labels.array)
    ended = _read_for(reader, node)
    note_labels(reader, labels, before)
    return ended


def _read_for(reader: Reader, node: ast.For | ast.AsyncFor) -> Completion | None:
    value = reader.evaluate(node.iter)
    items = reader.items(value, node.iter)
    if isinstance(items, Unknown):
        return _once(reader, node, items)
    why = reader.unknown(TOO_LONG, node)
    if is_long(len(items), node, _most(items)):
        return _once(reader, node, _any_of(items, why))
    ended: Completion | None = CUT
    grows = False
    with bounded(reader, node, again=True):
        try:
            ended = _rounds(reader, node, items, value)
        except OutOfStepsError:
            grows = _has_changed(value, items)
            raise
    if ended is not CUT:
        return _after(reader, node, ended)
    return _cut(reader, node, why if grows else _any_of(items, why))


def _any_of(items: Sequence[Value], why: Unknown) -> Rest:
    """Items of a loop, of which any may be the next."""
    if isinstance(items, range):
        return Rest(why, Index.among(items, why))
    return Rest(why, any_item(tuple(items), why))


def _after(reader: Reader, node: Loop, ended: Completion | None) -> Completion | None:
    """Read the ``else`` of a loop that no ``break`` has left."""
    if ended is None or ended.kind in NEXT:
        return reader.execute(node.orelse)
    if ended.kind == MAY_BREAK:
        return _once(reader, node, ended.value)
    return None if ended.kind == "break" else ended


def _most(items: Sequence[Value]) -> int:
    """The size above which a loop over items is too long."""
    first = items[0] if items else None
    with_layers = are_layers((first,)) or (type(first) is tuple and are_layers(first[-1:]))
    return MOST_ON_LAYERS if with_layers else MOST_SIZE


def is_long(rounds: int, node: ast.AST, most: int = MOST_SIZE) -> bool:
    """Whether all rounds of a loop together are more than kspec follows one by one."""
    if rounds <= FEW:
        return False
    nodes = [one for one in nodes_in(node) if isinstance(one, ast.expr | ast.stmt)]
    if rounds <= MANY and any(map(makes_objects, nodes)):
        return False
    size = sum(map(_size, children_of(node)))
    return rounds * size > most


def _size(node: ast.AST) -> int:
    """Expressions and statements of one round: those of a loop inside as often as it goes round."""
    size = int(isinstance(node, ast.expr | ast.stmt)) + sum(map(_size, children_of(node)))
    ends = node.iter.args if isinstance(node, ast.For) and isinstance(node.iter, ast.Call) else []
    last = ends[0].value if len(ends) == 1 and isinstance(ends[0], ast.Constant) else 1
    return size * last if isinstance(last, int) and last > 1 else size


def makes_objects(node: ast.AST) -> bool:
    """Whether a call is of a class, as their names are written, or builds or trains a model."""
    if not isinstance(node, ast.Call):
        return False
    name = last_name(node.func) or ""
    return name[:1].isupper() or name in {"add", "compile", "fit"} or "model" in name.lower()


def _rounds(
    reader: Reader, node: ast.For | ast.AsyncFor, items: Sequence[Value], owner: Value
) -> Completion | None:
    for index, item in enumerate(items):
        if index >= MOST_ROUNDS or _has_changed(owner, items):
            raise OutOfStepsError
        assign(reader, node.target, item)
        ended = reader.execute(node.body)
        if ended is not None and ended.kind not in NEXT:
            return ended
    if _has_changed(owner, items):
        raise OutOfStepsError
    return None


def _has_changed(owner: Value, items: Sequence[Value]) -> bool:
    """Whether a loop has made the list longer or shorter that it goes over."""
    return isinstance(owner, List) and owner.kind != ITERATOR and len(owner.items) != len(items)


def read_while(reader: Reader, node: ast.While) -> Completion | None:
    """A ``while`` statement."""
    ended: Completion | None = CUT
    last: Completion | None = None
    with bounded(reader, node, again=True):
        for _ in range(MOST_ROUNDS):
            known = truth(reader, reader.evaluate(node.test), node)
            if isinstance(known, Unknown):
                return _once(reader, node, known)
            if not known:
                break
            last = reader.execute(node.body)
            if last is not None and last.kind not in NEXT:
                break
            frame = reader.frames[-1]
            yielded = len(frame.yields or ()) + len(frame.maybe)
            if yielded > MOST_ITEMS_YIELDED and isinstance(node.test, ast.Constant):
                raise OutOfStepsError
        else:
            raise OutOfStepsError
        ended = last
    if ended is CUT:
        return _cut(reader, node, reader.unknown(TOO_LONG, node))
    return _after(reader, node, ended)


def _cut(reader: Reader, node: Loop, why: Unknown) -> Completion | None:
    """Read the body of a loop that was cut once more: a later round may do what none before did."""
    budget = reader.budget
    steps, budget.loop = budget.loop, max(budget.loop // 10, LEAST_LOOP_STEPS)
    try:
        return _once(reader, node, why)
    finally:
        budget.loop = steps


def _once(reader: Reader, node: Loop, why: Unknown) -> Completion | None:
    """Read the body of a loop with an unknown number of iterations once; all its changes are
    unknown, and those of its ``else`` too where a ``break`` may pass it over.
    """
    filled = None if isinstance(node, ast.While) else refilled(node)
    owner = None if filled is None else reader.scope.find(filled.items)
    rest = owner.rest if isinstance(owner, List) else owner
    if filled is None or not isinstance(rest, Rest):
        return _once_of(reader, node, why, node.body)
    new = List((), reader.place(node))
    reader.bind(filled.new, new)
    ended = _once_of(reader, node, why, filled.body)
    if not isinstance(owner, List):
        reader.bind(filled.items, new)
        return ended
    for key in ("items", "places", "rest"):
        reader.journal.write(owner.state, key, new.state[key])
    return ended


def _once_of(
    reader: Reader, node: Loop, why: Unknown, statements: Sequence[ast.stmt]
) -> Completion | None:

    def body() -> None:
        if not isinstance(node, ast.While):
            name = name_of(node.target) or "?"
            item = one_item(why) if isinstance(why, Rest) else why.called(name)
            assign(reader, node.target, item)
        _possibly(reader, statements)

    reader.frames[-1].cut = why.called(why.name)
    reader.rounds += isinstance(node, ast.For)
    try:
        any_round(reader, body, why)
    finally:
        reader.rounds -= isinstance(node, ast.For)
    if not node.orelse:
        return None
    if not any(isinstance(one, ast.Break) for one in nodes_in(node)):
        return reader.execute(node.orelse)
    either(reader, partial(_possibly, reader, node.orelse), lambda: None, why)
    return None


def _possibly(reader: Reader, nodes: Sequence[ast.stmt]) -> None:
    """Read statements that may not run, and keep what they may return."""
    ended = reader.execute(nodes)
    if ended is not None and ended.kind == "return":
        reader.frames[-1].returns.append(ended.value)


@contextmanager
def bounded(
    reader: Reader, node: ast.AST, steps: int | None = None, *, again: bool = False
) -> Iterator[None]:
    """Read a loop or a comprehension within its bounds, and half of the steps that are left for the
    rest of the program; changes of a longer one are unknown, or those of data undone where it is
    read ``again`` as one of unknown length.
    """
    budget = reader.budget
    outer, depth, frames = budget.limit, budget.depth, len(reader.frames)
    built = len(reader.log.models)
    budget.limit = max(outer, budget.left - min(steps or budget.loop, budget.left // 2))
    reader.journal.open()
    try:
        yield
    except OutOfStepsError:
        changes = reader.journal.close(undo=False)
        if budget.left < outer:
            raise
        budget.depth = depth
        del reader.frames[frames:]
        reader.frames[-1].cut = why = reader.unknown(TOO_LONG, node)
        for model in reader.log.models[built:][-1:]:
            may_change(reader, model, why)  # which may be built in part
        for state, key, before in changes:
            if again and _is_of_data(state, key, before):
                reader.journal.write(state, key, before)
            elif key == "items" and "rest" in state:
                reader.journal.write(state, key, _left(before, state[key]))
                reader.journal.write(state, "rest", why)
            else:
                _unsettle(reader, state, key, why, reader.place(node))
    except BaseException:
        reader.journal.close(undo=False)
        raise
    else:
        reader.journal.close(undo=False)
    finally:
        budget.limit = outer


def _is_of_data(state: dict[str, Value], key: Value, before: Value) -> bool:
    """Whether a state's value is an array or a number, or belongs to a list of data."""
    if "rest" not in state:
        return all(is_numeric(value) or isinstance(value, Index) for value in (before, state[key]))
    items = state["items"]
    data = type(items) is tuple and all(is_data(item) or type(item) is Unknown for item in items)
    return data and (key != "rest" or isinstance(state["rest"], Rest | None))


def _left(before: Value, now: Value) -> Value:
    """Items of a list or dictionary that a loop has left alone, before any that it adds."""
    if isinstance(before, dict):
        return {key: item for key, item in before.items() if now.get(key) is item}
    same = len(before) <= len(now) and all(map(operator.is_, before, now))
    return before if same else ()


def _unsettle(
    reader: Reader, state: dict[str, Value], key: Value, why: Unknown, node: Place
) -> None:
    if key == "<layers>":
        layers = state.get(key, ())
        reader.journal.write(state, key, (*layers, Added(Unsure(why), node)))
    elif key in {"places", "rest"} and "rest" in state:
        if state["rest"] is None:
            reader.journal.write(state, "rest", why)
    elif key != "<phases>":
        reader.journal.write(state, key, why.called(str(key)))
