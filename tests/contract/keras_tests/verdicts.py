"""Two words on a case against each other, and the table of all."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kspec.spec import registry
from tests.contract.keras_tests.case import Case, Given
from tests.contract.keras_tests.words import Word

REFUSED = {"construction", "call", "batch"}
UNJUDGED = {
    "too large",
    "no tensors",
    "no notation",
    "not built",
    "not adapted",
    "only from a file",
    "ends the process",
}
BAD = ("shape", "dtype", "count", "unknown", "false error", "missed", "wrong place", "crash")
COLUMNS = ("agree", *BAD, "out of scope")
STRICTER = {
    "KS104": "the type of a value, which kspec looks at and Keras does not",
    "KS3": "a loss that does not fit the output, on which Keras trains",
    "KS6": "data that nothing can be learned from, on which Keras trains",
}
BASES = {
    *("keras.Layer", "keras.Loss", "keras.Metric", "keras.Optimizer", "keras.utils.FeatureSpace"),
    *("keras.layers.Layer", "keras.losses.Loss", "keras.metrics.Metric"),
    "keras.optimizers.Optimizer",
}
_MADE_UP = "values that are made up, where the test gave none"
SAID = {
    "ImportError": "a package that is not installed",
    "Registered devices: [CPU]": "a kernel that TensorFlow has elsewhere than on the CPU",
    "Expected sorted boundaries": _MADE_UP,
    "inputs should be in vocabulary": _MADE_UP,
}
"""Reasons for no verdict, by messages of Keras."""
OWN = "a class or function of the test's own"


def verdict(case: Case, notation: str, theirs: Word, ours: Word) -> str:
    """``agree``, one of `BAD`, or ``out of scope: `` and the reason."""
    reason = out_of_scope(case, theirs)
    if reason:
        return f"out of scope: {reason}"
    if ours.stage == "crash":
        return "crash"
    if is_refused(theirs, notation):
        return _of_refused(case, theirs, ours)
    return _of_accepted(theirs, ours)


def is_refused(theirs: Word, notation: str) -> bool:
    """Whether Keras refuses the case: as it is, whatever it does inside of a graph."""
    return theirs.stage in REFUSED or (theirs.stage == "load" and notation == "Keras")


def _of_refused(case: Case, theirs: Word, ours: Word) -> str:
    if ours.stage == "there" or (ours.stage and theirs.stage == "load"):
        return "agree"
    if theirs.stage == "batch" and not ours.stage:
        if any(None in x.shape for x in case.tensors) or case.of == "model":
            return "out of scope: sizes that are not known"
        if theirs.traced is None and case.of != "fit":
            return "out of scope: fails in eager mode alone"
    return "wrong place" if ours.stage else "missed"


def _of_accepted(theirs: Word, ours: Word) -> str:
    if ours.stage:
        if theirs.traced:
            return "agree"
        stricter = [why for code, why in STRICTER.items() if ours.message.startswith(code)]
        return f"out of scope: {stricter[0]}" if stricter else "false error"
    if theirs.rows and len(theirs.rows) != len(ours.rows):
        return "count"
    for one, other in zip(theirs.rows, ours.rows, strict=False):
        symbolic, said = one[1], other[1]
        if any(shape is None for shape, _ in said) or None in other[2:]:
            return "unknown"
        kinds = [
            kind
            for at, kind in ((0, "shape"), (1, "dtype"))
            if [x[at] for x in said]
            not in ([x[at] for x in symbolic], [x[at] for x in theirs.real])
        ]
        if kinds or one[2:] != other[2:]:
            return kinds[0] if kinds else "count"
    return "agree"


def out_of_scope(case: Case, theirs: Word) -> str:
    """Reason for no verdict on a case, else nothing."""
    if theirs.stage in UNJUDGED:
        return theirs.stage
    said = [why for words, why in SAID.items() if words in theirs.message]
    if said:
        return said[0]
    if case.of == "fit" and ("'class_name'" in case.called or ": None" in case.called):
        return "data that is no array"
    if case.of == "made" and "__keras_tensor__" in str(case.entry):
        return "a tensor among the arguments of a constructor"
    if any(one.get("module") == "builtins" for one in _objects([case.args, case.kwargs])):
        return OWN
    return next(filter(None, map(_foreign, _objects(case.entry))), "")


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object that a notation holds."""
    if isinstance(value, dict):
        if isinstance(value.get("class_name"), str):
            yield value
        value = list(value.values())
    if isinstance(value, list | tuple) and not isinstance(value, Given):
        for item in value:
            yield from _objects(item)


def _foreign(entry: dict[str, Any]) -> str:
    """Whether Keras alone cannot read it."""
    name, module = entry["class_name"], str(entry.get("module") or "keras")
    if name.startswith("__") and name != "__keras_tensor__":
        return f"a value that Keras writes as {name}"
    if not module.startswith(("keras", "builtins")) or "_test" in module:
        return OWN
    if ">" in str(entry.get("registered_name")) or module == "builtins":
        return OWN
    if f"{module}.{name}" in BASES:
        return "a base class, or no layer of a model"
    known = "keras.src.layers" not in module or registry.LAYERS.find(name) is not None
    return "" if known else "a class that Keras does not export"


class Table:
    """Number of cases of each class by verdict."""

    def __init__(self) -> None:
        self.kinds: dict[str, Counter[bool]] = {}
        self.rows: dict[str, Counter[str]] = {}
        self.reasons: Counter[str] = Counter()
        self.refused: Counter[bool] = Counter()
        self.accepted: Counter[bool] = Counter()

    def add(self, case: Case, found: str, *, refused: bool) -> None:
        """Count a verdict; ``refused`` is whether Keras refuses the case."""
        kind, _, reason = found.partition(": ")
        self.rows.setdefault(case.name, Counter())[kind] += 1
        if reason:
            self.reasons[reason] += 1
            return
        self.kinds.setdefault(case.of, Counter())[kind == "agree"] += 1
        if refused:
            self.refused[kind == "agree"] += 1
        else:
            self.accepted[kind not in {"false error", "crash"}] += 1

    def lines(self) -> list[str]:
        """A line for each class, one for all, and the reasons counted."""
        total: Counter[str] = Counter()
        for row in self.rows.values():
            total += row
        width = max([len("000 classes"), *map(len, self.rows)])
        head = f"{'class':<{width}}" + "".join(f"  {c:>12}" for c in ("cases", *COLUMNS))
        rows = [*sorted(self.rows.items()), (f"{len(self.rows)} classes", total)]
        lines = [head]
        for name, row in rows:
            numbers = [row.total(), *(row[column] for column in COLUMNS)]
            lines.append(f"{name:<{width}}" + "".join(f"  {number:>12}" for number in numbers))
        judged = Counter({True: total["agree"]})
        judged[False] = total.total() - total["out of scope"] - total["agree"]
        lines += [
            f"{_share(judged)} in scope agree",
            f"{_share(self.refused)} that Keras refuses are errors at the layer",
            f"{_share(self.accepted)} that Keras accepts are no error",
        ]
        lines += [
            f"{of:>12}: {kind[True]} of {kind.total()}" for of, kind in sorted(self.kinds.items())
        ]
        lines += [f"{number:>6} out of scope: {why}" for why, number in self.reasons.most_common()]
        return lines


def _share(counted: Counter[bool]) -> str:
    share = 100 * counted[True] / max(counted.total(), 1)
    return f"{share:.2f} % ({counted[True]} of {counted.total()})"
