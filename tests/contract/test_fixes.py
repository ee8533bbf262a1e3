"""Every fix that a rule offers makes a spec in which the rule finds nothing, and Keras builds the
networks of some of these and fits a step.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.linter.fixes import applied, changes
from kspec.linter.linter import Linter
from kspec.linter.rules.index import RULES
from kspec.linter.selection import Choice, Selection
from kspec.source.parsing import parse_text
from kspec.spec.parse import parse
from tests.contract.notations import notations
from tests.programs import faulty_programs
from tests.rule_pages import examples_of

if TYPE_CHECKING:
    import keras

    from kspec.linter.rules.entry import RuleEntry
    from kspec.source.document import Document

SAMPLES = 4
STEPS = 16
"""A length for axes of any length."""
PROGRAMS_EACH = 12
"""The programs of a rule that are written in every notation."""
BUILT_EACH = 4
"""The programs of a rule that Keras is asked about, spread over all: the others are alike."""
LARGEST = 5_000_000
"""The parameters of a network that is built: the layer that one fix makes takes 7 GB."""
OF_KERAS = ("keras.json", "inline.json")
ONLY_NATIVE = frozenset(
    [
        "KS205",
        "KS207",
        "KS210",
        "KS212",
        "KS220",
        "KS221",
        "KS415",
        "KS503",
        "KS506",
        "KS601",
        "KS602",
        "KS620",
    ]
)
"""Rules on what a stack in Keras's notation does not hold, or that offer no fix for it."""


class Case(NamedTuple):
    code: str
    text: str
    number: int
    """Number of the finding among those of the code."""

    @property
    def document(self) -> Document:
        return parse_text(self.text, "model.json")


def findings(document: Document, code: str) -> list[Any]:
    selection = Selection([Choice(extend_select=(code,))])
    return [
        each for each in Linter(selection=selection).check(document).findings if each.code == code
    ]


@cache
def texts() -> dict[str, list[tuple[str, str]]]:
    """Faulty specs in JSON by the code of their fault, each with a name."""
    found = defaultdict(list)
    for entry in RULES:
        if entry.family == "meta":
            continue
        for number, (text, language, _) in enumerate(examples_of(entry, "Bad")):
            if language == "json":
                found[entry.code].append((text, f"page-{number}"))
    for program in faulty_programs():
        text = json.dumps(program.spec, indent=2)
        for code in program.finds:
            found[code].append((text, program.name))
    return found


def source(entry: RuleEntry) -> str:
    """A rule's module as text; none of a rule without one, or on kspec's comments and settings."""
    path = Path(kspec.__file__).parents[1] / (entry.module.replace(".", "/") + ".py")
    return "" if entry.family == "meta" or not path.exists() else path.read_text()


REPORTED = {"KS101", "KS102", "KS104", "KS105", "KS106", "KS113", "KS205", "KS212", "KS411"}
"""Rules on what the spec itself reports, with its fix."""
FIXES = re.compile(r"\bfix=|\brule\.fix\b")
OFFERING = sorted(REPORTED | {one.code for one in RULES if FIXES.search(source(one))})


def cases(code: str) -> dict[str, Case]:
    """The findings of a rule that have a fix, by a name for each."""
    return {
        f"{name}-{number}": Case(code, text, number)
        for text, name in texts()[code]
        for number, finding in enumerate(findings(parse_text(text, "model.json"), code))
        if finding.fix is not None
    }


def arrays(model: keras.Model, spec: dict[str, Any]) -> list[Any]:
    """Inputs and targets that the network and its losses take."""
    analysis = Analysis(parse(spec))
    inputs = [ones(tensor.shape, tensor.dtype) for tensor in model.inputs]
    targets = []
    for output, tensor in zip(analysis.outputs, model.outputs, strict=True):
        sparse = output.loss is not None and output.loss.value.kind == "sparse"
        shape = tensor.shape[:-1] if sparse else tensor.shape
        targets.append(ones(shape, "int32" if sparse else "float32") * 0)
    return [each[0] if len(each) == 1 else each for each in (inputs, targets)]


def ones(shape: tuple[int | None, ...], dtype: str) -> Any:
    sizes = [shape[0] or SAMPLES, *(STEPS if size is None else size for size in shape[1:])]
    return np.ones(sizes, dtype)


@pytest.mark.slow
@pytest.mark.parametrize("code", OFFERING)
def test_every_fix_mends_its_finding(code: str) -> None:
    tried = cases(code)
    assert tried
    every = -(-len(tried) // BUILT_EACH)
    for at, (name, case) in enumerate(tried.items()):
        mended = try_fix(case, name)
        if at % every == 0 and is_small(mended) and kspec.lint(mended).ok:
            fit(mended)
    clear_session()


def try_fix(case: Case, name: str) -> str:
    """Apply a fix: its finding is gone."""
    before = findings(case.document, case.code)
    finding = before[case.number]
    mended = applied(case.text, changes(case.document, finding.fix))
    left = findings(parse_text(mended, "model.json"), case.code)
    # Two callbacks may watch the same name: a fix mends one of them.
    said = [each.message for each in left].count(finding.message)
    assert said < [each.message for each in before].count(finding.message), name
    return mended


def is_small(text: str) -> bool:
    """Whether a machine can build a network many times."""
    return (kspec.summarize(json.loads(text)).params or 0) < LARGEST


def fit(text: str) -> None:
    """Have Keras build a network and fit it for a step; what reads text has to be adapted first."""
    spec = json.loads(text)
    model = kspec.build(spec)
    if any(tensor.dtype == "string" for tensor in model.inputs):
        return
    inputs, targets = arrays(model, spec)
    if "compile" in spec:
        model.run_eagerly = True
        batch = model.inputs[0].shape[0] or SAMPLES
        model.fit(inputs, targets, batch_size=batch, verbose=0)
    else:
        model(inputs)


def clear_session() -> None:
    """Let Keras forget what it built: hundreds of models do not fit into memory together."""
    import keras

    keras.backend.clear_session()


def test_both_directions_are_mended() -> None:
    lstm = {"type": "LSTM", "units": 3}
    back = {**lstm, "go_backwards": True, "return_sequences": False}
    both = {"type": "Bidirectional", "layer": lstm, "backward_layer": back}
    spec = {"inputs": {"shape": [5, 2]}, "layers": [both, {"type": "GRU", "units": 2}]}
    tried = 0
    for written, file in notations(spec):
        document = parse_text(written, file)
        (finding,) = findings(document, "KS214")
        after = parse_text(applied(written, changes(document, finding.fix)), file)
        assert Linter().check(after).findings == [], file
        tried += 1
    assert tried == len(["json", "jsonc", "yaml", "flow", "keras", "inline", "inline yaml"])


@pytest.mark.slow
@pytest.mark.parametrize("code", OFFERING)
def test_fix_in_every_notation(code: str) -> None:
    """Wherever a fix is offered, its finding is gone, and Keras reads its own notation again."""
    import keras

    right: set[str] = set()
    for text, name in texts()[code][:PROGRAMS_EACH]:
        for written, file in notations(json.loads(text)):
            document = parse_text(written, file)
            found = findings(document, code)
            before = [finding.message for finding in found]
            for finding in found:
                made = [] if finding.fix is None else changes(document, finding.fix)
                if not made:
                    continue
                after = parse_text(applied(written, made), file)
                left = [each.message for each in findings(after, code)]
                assert after.parsed, (name, file)
                assert left.count(finding.message) < before.count(finding.message), (name, file)
                if file in OF_KERAS and Linter().check(after).findings == []:
                    config = json.loads(after.text)
                    right.add(json.dumps(config.get("model", config), sort_keys=True))
    for config in islice(filter(is_small, sorted(right)), BUILT_EACH):
        model: Any = keras.models.model_from_json(config)
        model.compile_from_config(json.loads(config).get("compile_config", {}))
    clear_session()
    assert bool(right) == (code not in ONLY_NATIVE)


@pytest.mark.slow
def test_every_rule_that_offers_a_fix_is_tried() -> None:
    rules = [entry.code for entry in RULES if entry.family != "meta"]
    assert [code for code in rules if cases(code)] == [one for one in rules if one in OFFERING]


HEAD_OF_SCORES = {
    "inputs": {"shape": [6]},
    "layers": [{"type": "Dense", "units": 3}],
    "compile": {"optimizer": "adam", "loss": "sparse_categorical_crossentropy"},
}


def keras_text() -> str:
    import keras

    model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(3)])
    model.compile("adam", "sparse_categorical_crossentropy")
    return str(model.to_json(indent=2))


def mended_in(text: str, name: str) -> str:
    document = parse_text(text, name)
    (finding,) = findings(document, "KS305")
    mended = applied(text, changes(document, finding.fix))
    assert findings(parse_text(mended, name), "KS305") == []
    return mended


def test_a_fix_keeps_the_comments_of_json() -> None:
    text = "// scores\n" + json.dumps(HEAD_OF_SCORES, indent=2).replace("3}", "3} // classes")
    mended = mended_in(text, "model.jsonc")
    assert mended.startswith("// scores\n")
    assert mended.count("//") == text.count("//")


def test_a_fix_keeps_the_comments_of_yaml() -> None:
    text = (
        "# scores\ninputs: {shape: [6]}\nlayers:\n  - {type: Dense, units: 3}  # classes\n"
        "compile:\n  optimizer: adam\n  loss: sparse_categorical_crossentropy  # numbers\n"
    )
    assert mended_in(text, "model.yaml").count("#") == text.count("#")


@pytest.mark.contract
def test_keras_reads_its_own_file_after_a_fix() -> None:
    import keras

    mended = mended_in(keras_text(), "model.json")
    model: Any = keras.models.model_from_json(mended)
    model.compile_from_config(json.loads(mended)["compile_config"])
    assert model.loss.get_config()["from_logits"] is True
