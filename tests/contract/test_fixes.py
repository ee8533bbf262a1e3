"""Every fix that a rule offers makes a spec in which the rule finds nothing, and of which Keras
builds the network and fits a step.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.lint.checking import check_document
from kspec.lint.fixes import applied, changes
from kspec.lint.rule_page import read_page
from kspec.lint.rules.index import RULES
from kspec.lint.selection import Choice, Selection
from kspec.source.document import Document, parse_text
from kspec.spec.parse import parse

if TYPE_CHECKING:
    import keras

PROGRAMS = Path(__file__).parents[1] / "fixtures" / "programs" / "faulty.jsonl"
SAMPLES = 4
STEPS = 6
"""A length for axes of any length."""


class Case(NamedTuple):
    code: str
    text: str
    number: int
    """Which of the code's findings it is."""

    @property
    def document(self) -> Document:
        return parse_text(self.text, "model.json")


def findings(document: Document, code: str) -> list[Any]:
    selection = Selection([Choice(extend_select=(code,))])
    return [each for each in check_document(document, selection).findings if each.code == code]


def texts() -> list[tuple[str, str, str]]:
    """Faulty specs in JSON with the code of their fault, and a name."""
    found = []
    for entry in RULES:
        if ".rules.meta." in entry.module:
            continue
        for number, (text, language, _) in enumerate(read_page(entry).bad):
            if language == "json":
                found.append((entry.code, text, f"{entry.code}-page-{number}"))
    for line in PROGRAMS.read_text().splitlines():
        program = json.loads(line)
        text = json.dumps(program["spec"], indent=2)
        found += [(code, text, f"{code}-{program['name']}") for code in program["finds"]]
    return found


def cases() -> list[Any]:
    return [
        pytest.param(Case(code, text, number), id=f"{name}-{number}")
        for code, text, name in texts()
        for number, finding in enumerate(findings(parse_text(text, "model.json"), code))
        if finding.fix is not None
    ]


def arrays(model: keras.Model, spec: dict[str, Any]) -> list[Any]:
    """Inputs and targets that the network and its losses take."""
    analysis = Analysis(parse(spec))
    inputs = [ones(tensor.shape, tensor.dtype) for tensor in model.inputs]
    targets = []
    for output, tensor in zip(analysis.outputs, model.outputs, strict=True):
        sparse = output.loss is not None and output.loss.value.kind == "sparse"
        shape = tensor.shape[:-1] if sparse else tensor.shape
        targets.append(ones(shape, "int32" if sparse else "float32") * 0)
    stack = type(model).__name__ == "Sequential"
    return [inputs[0] if stack else inputs, targets[0] if len(targets) == 1 else targets]


def ones(shape: tuple[int | None, ...], dtype: str) -> Any:
    sizes = [SAMPLES, *(STEPS if size is None else size for size in shape[1:])]
    return np.ones(sizes, dtype)


@pytest.mark.slow
@pytest.mark.parametrize("case", cases())
def test_fix(case: Case) -> None:
    finding = findings(case.document, case.code)[case.number]
    mended = applied(case.text, changes(case.document, finding.fix))
    left = findings(parse_text(mended, "model.json"), case.code)
    assert finding.message not in {each.message for each in left}
    spec = json.loads(mended)
    if kspec.lint(spec).ok:
        model = kspec.build(spec)
        inputs, targets = arrays(model, spec)
        if "compile" in spec:
            model.run_eagerly = True
            model.fit(inputs, targets, verbose=0)
        else:
            model(inputs)


def test_many_fixes_are_tried() -> None:
    tried = {case.values[0].code for case in cases()}
    assert len(tried) >= 20, tried
