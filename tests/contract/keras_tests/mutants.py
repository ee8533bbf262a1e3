"""Cases with one thing changed: a field, a size, a dtype, an axis, a rank, an input."""

import copy
import random
from collections.abc import Callable
from typing import Any

from tests.contract.keras_tests.case import Case, Given, replaced
from tests.seeded import seeded

DTYPES = ("float32", "float16", "bfloat16", "float64", "int32", "int64", "uint8", "bool", "string")
VALUES: tuple[Any, ...] = (
    *(0, 1, 2, 3, 5, -1, -2, 100, 0.5, 1.5, -0.5, True, False, None, "a", "relu", "same", "valid"),
    *([], [1], [2, 2], [0, 1], [1, 2, 3], [-1], [2, 2, 2, 2], {}, "channels_first", "SAME"),
)
POLICIES = ("float16", "mixed_float16", "bfloat16", "mixed_bfloat16", "float64")


def mutants(cases: list[Case], count: int, seed: int) -> list[Case]:
    """Draw mutants of cases, with the same number of each class."""
    rng = seeded(seed)
    by_class: dict[str, list[Case]] = {}
    for case in cases:
        if case.of in {"layer", "operation"} and case.tensors:
            by_class.setdefault(case.name, []).append(case)
    names, found = sorted(by_class), dict[str, Case]()
    for number in range(20 * count):
        case = rng.choice(by_class[names[number % len(names)]])
        mutant = rng.choice(CHANGES)(rng, case)
        if mutant is not None and mutant.key != case.key:
            found.setdefault(mutant.key, mutant)
        if len(found) == count:
            break
    return list(found.values())


def _field(rng: random.Random, case: Case) -> Case | None:
    """Change a field of the configuration to a near or to any other value."""
    config = copy.deepcopy(case.entry["config"])
    keys = sorted(config.keys() - {"name"})
    if not keys:
        return None
    key = rng.choice(keys)
    value = config[key]
    near: list[Any] = list(VALUES)
    if isinstance(value, int) and not isinstance(value, bool):
        near = [value + 1, value - 1, 0, -value, 2 * value, *VALUES]
    elif isinstance(value, list) and value:
        near = [value[:-1], [*value, value[-1]], value[::-1], [0, *value[1:]], *VALUES]
    config[key] = rng.choice(near[: 5 if rng.random() < 0.5 else len(near)])
    return _with(case, config)


def _unknown(rng: random.Random, case: Case) -> Case:
    """A field that the class may not have, as `data_format` or `axis`."""
    others: list[dict[str, Any]] = [
        {"data_format": "channels_first"},
        {"axis": rng.choice([0, 1, 2, 3, -1, -2, [1, 2]])},
        {"dtype": rng.choice(POLICIES)},
        {"trainable": False},
        {"units": 3},
    ]
    return _with(case, {**case.entry["config"], **rng.choice(others)})


def _lost(rng: random.Random, case: Case) -> Case | None:
    """A field less."""
    config = dict(case.entry["config"])
    if not config:
        return None
    del config[rng.choice(sorted(config))]
    return _with(case, config)


def _with(case: Case, config: dict[str, Any]) -> Case:
    return case._replace(entry={**case.entry, "config": config})


def _tensor(change: Callable[[random.Random, Given], Given | None]) -> Any:
    """Return a mutation of one of the tensors of a call."""

    def mutate(rng: random.Random, case: Case) -> Case | None:
        chosen = rng.randrange(len(case.tensors))
        changed = change(rng, case.tensors[chosen])
        if changed is None:
            return None
        args, kwargs = replaced(
            (case.args, case.kwargs), lambda x, number: changed if number == chosen else x
        )
        return case._replace(args=args, kwargs=kwargs)

    return mutate


def _size(rng: random.Random, x: Given) -> Given | None:
    if not x.shape:
        return None
    at = rng.randrange(len(x.shape))
    size = rng.choice([0, 1, 2, None, (x.shape[at] or 3) + 1, max((x.shape[at] or 3) - 1, 1)])
    return x._replace(shape=(*x.shape[:at], size, *x.shape[at + 1 :]), values=None)


def _rank(rng: random.Random, x: Given) -> Given | None:
    more = rng.random() < 0.5
    if not more and not x.shape:
        return None
    at = rng.randrange(len(x.shape) + more)
    rest = (2, *x.shape[at:]) if more else x.shape[at + 1 :]
    return x._replace(shape=(*x.shape[:at], *rest), values=None)


def _dtype(rng: random.Random, x: Given) -> Given:
    return x._replace(dtype=rng.choice(DTYPES), values=None)


def _open(_: random.Random, x: Given) -> Given | None:
    """Every size but the last is not known."""
    sizes = (*(None for _ in x.shape[:-1]), *x.shape[-1:])
    return x._replace(shape=sizes, values=None)


def _fewer(rng: random.Random, case: Case) -> Case | None:
    """An input less, out of a list or of the arguments."""
    args, kwargs = list(case.args), dict(case.kwargs)
    if args and isinstance(args[0], list | tuple) and args[0]:
        gone = rng.randrange(len(args[0]))
        args[0] = [item for at, item in enumerate(args[0]) if at != gone]
    elif len(args) > 1:
        args.pop()
    elif kwargs:
        del kwargs[rng.choice(sorted(kwargs))]
    else:
        return None
    mutant = case._replace(args=tuple(args), kwargs=kwargs)
    return mutant if mutant.tensors else None


def _more(rng: random.Random, case: Case) -> Case | None:
    """An input more, in the list, in a list that there was none of, or as an argument."""
    if not case.args:
        return None
    first, rest = case.args[0], case.args[1:]
    extra = rng.choice(case.tensors)
    if isinstance(first, list):
        return case._replace(args=([*first, extra], *rest))
    return case._replace(args=rng.choice([([first, extra], *rest), ([first], *rest)]))


CHANGES: tuple[Callable[[random.Random, Case], Case | None], ...] = (
    *(_field, _field, _field, _unknown, _lost, _fewer, _more),
    *(_tensor(_size), _tensor(_size), _tensor(_rank), _tensor(_dtype)),
    _tensor(_open),
)
