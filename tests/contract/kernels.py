"""Measurement of TensorFlow's kernels: makes ``kspec/spec/operations/kernels.json`` (``python -m
tests.contract.kernels``).

Each operation is called plainly with its tensors, one by one and together, in every dtype. Of the
rules that `kspec.spec.operations.kernels` knows, the table holds the one that says the same.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from inspect import signature
from itertools import combinations
from pathlib import Path
from typing import Any

from kspec.spec.dtypes import DTYPES
from kspec.spec.operations import kernels
from kspec.spec.operations.kernels import Kernel
from kspec.spec.registry import OPERATIONS
from kspec.spec.shapes import Tensor, tensors
from tests.contract.plain_calls import plain_call
from tests.contract.refusal import refusal
from tests.contract.test_operations import NAMES, by_keras, by_kspec, keras_class

PATH = Path(kernels.__file__).with_name("kernels.json")
ELSEWHERE = "Registered devices: [CPU]"
"""TensorFlow's message where another device may have a kernel."""
JOINS: tuple[kernels.Joins, ...] = ("promoted", "equal", "apart")
EVERY = tuple(sorted(DTYPES - {"int"}))
Call = tuple[str | None, ...]
"""The dtypes of the tensors of a call."""


def changed(structure: Any, change: Callable[[Tensor, int], Tensor]) -> Any:
    """The arguments with other tensors in the places of theirs."""
    count = iter(range(10))

    def walk(item: Any) -> Any:
        if isinstance(item, Tensor):
            return change(item, next(count))
        return [walk(inner) for inner in item] if isinstance(item, list) else item

    return walk(structure)


def at(args: list[Any], places: set[int], change: Callable[[Tensor], Tensor]) -> list[Any]:
    """The arguments with some of their tensors changed."""
    found: list[Any] = changed(args, lambda x, place: change(x) if place in places else x)
    return found


def real(x: Tensor) -> Any:
    import numpy as np
    import tensorflow as tf

    sizes = [dim or 0 for dim in x.shape or ()]
    if x.dtype == "string":
        values = tf.constant(np.full(sizes, "a"))
    elif str(x.dtype).startswith(("int", "uint", "bool")):
        values = tf.ones(sizes, x.dtype)
    else:
        values = tf.cast(np.random.default_rng(0).uniform(size=sizes), x.dtype)
    return values


def refusal_of_batch(name: str, config: dict[str, Any], args: list[Any]) -> str | None:
    """Refusal of a call or a batch in Keras, eager and traced; None where one runs."""
    import tensorflow as tf

    symbolic: Any = by_keras(name, config, args)
    if symbolic[0] == "refused":
        return str(symbolic[1])
    call = keras_class(name).from_config(dict(config)).__call__
    batch = changed(args, lambda x, _: real(x))
    plain = refusal(call, *batch)
    if plain is None or ELSEWHERE in plain or refusal(tf.function(call), *batch) is None:
        return None
    return plain


def calls(args: list[Any], every: tuple[str, ...] = EVERY) -> Iterator[tuple[Call, list[Any]]]:
    """The arguments with each group of their tensors in each dtype."""
    count = len(list(tensors(args)))
    for size in range(1, count + 1):
        for places in combinations(range(count), size):
            for dtype in every:
                given = at(args, set(places), partial(Tensor._replace, dtype=dtype))
                yield tuple(x.dtype for x in tensors(given)), given


def measured(name: str) -> dict[Call, bool]:
    """Whether Keras makes and runs a plain call of an operation, by the dtypes of its tensors."""
    config, args = plain_call(name, keras_class(name).call)
    return {key: refusal_of_batch(name, config, given) is None for key, given in calls(args)}


def fitted(name: str, runs: dict[Call, bool]) -> Kernel:
    """The kernel by which kspec says what was measured: of those that refuse the least that runs,
    the one that lets through the fewest calls that fail.
    """
    config, args = plain_call(name, keras_class(name).call)
    table = kernels.measured()

    def misses(kernel: Kernel) -> tuple[int, int, int]:
        table[name] = kernel
        refused = {key: by_kspec(name, config, x)[0] == "refused" for key, x in calls(args)}
        false = sum(refused[key] and runs[key] for key in runs)
        return false, sum(not refused[key] and not runs[key] for key in runs), len(kernel.beside)

    return min(_candidates(name, args, runs), key=misses) if runs else Kernel()


def _candidates(name: str, args: list[Any], runs: dict[Call, bool]) -> Iterator[Kernel]:
    cls: Any = OPERATIONS.find(name)
    names = list(signature(cls.call).parameters)[1:]
    owners = [at for at, arg in enumerate(args) for _ in tensors([arg])]
    plain = [x.dtype for x in tensors(args)]

    def works(arguments: set[int]) -> frozenset[str]:
        """The dtypes in which the tensors of some arguments run, with the others as they are."""
        pairs = list(zip(owners, plain, strict=True))
        found = {
            dtype
            for dtype in EVERY
            if runs[tuple(dtype if at in arguments else usual for at, usual in pairs)]
        }
        return frozenset(found | {"int"} if "int64" in found else found)

    every = set(owners)
    together = works(every)
    for count in range(len(every)):
        for apart in combinations([at for at in sorted(every) if at < len(names)], count):
            beside = {names[at]: works({at}) for at in apart}
            wider = {key: found | together for key, found in beside.items()}
            rest = works(every.difference(apart))
            for joins in JOINS:
                yield Kernel(rest, joins, beside)
                yield Kernel(rest | together, joins, wider)


def text(table: dict[str, Kernel]) -> str:
    """The text of ``kernels.json``: sets of dtypes, and by operation their numbers."""
    import keras
    import tensorflow as tf

    sets: dict[str, int] = {}

    def number(found: frozenset[str]) -> int:
        return sets.setdefault(" ".join(sorted(found)), len(sets))

    rows = {}
    for name, kernel in sorted(table.items()):
        beside = {key: number(found) for key, found in kernel.beside.items()}
        rows[name] = [number(kernel.dtypes), kernel.joins, beside]
    parts = {
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
        "dtypes": list(sets),
        "operations": rows,
    }
    # One row a line, so that a difference can be read.
    found = json.dumps(parts, indent=1)
    return re.sub(r"\[\n\s+(\d+),\s+(\"\w+\"),\s+(\{[^}]*\})\s+\]", _in_one_line, found) + "\n"


def _in_one_line(row: re.Match[str]) -> str:
    return json.dumps(json.loads(row[0]))


def main() -> None:
    """Measure every operation, and write the table."""
    PATH.write_text(text({name: fitted(name, measured(name)) for name in NAMES}), "utf-8")


if __name__ == "__main__":
    main()
