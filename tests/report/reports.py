"""Reports to render: each shows something that a renderer can get wrong."""

import io
import json
import zipfile
from typing import TYPE_CHECKING

from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.linter import Linter
from kspec.linter.report import Checked, Report
from kspec.source.parsing import parse_bytes, parse_text
from kspec.spec.problem import Related

if TYPE_CHECKING:
    from kspec.source.document import Document

MODEL = """{
  "inputs": {"shape": [4]},
  "layers": [
    {"type": "Dense", "units": 16, "activation": "relu"},

    {"type": "Dense", "name": "head",
     "units": 1, "activation": "softmax"}
  ],
  "compile": {
    "optimizer": "adam",
    "metrics": ["accuracy"],
    "loss": "binary_crossentropy"
  }
}
"""
HEAD = Finding(
    "KS201",
    "input-rank",
    Severity.ERROR,
    "A softmax over one unit is always 1",
    ("layers", 1, "activation"),
    help='Use "sigmoid" for one unit.',
    related=(
        Related(("layers", 1, "units"), "one unit"),
        Related(("compile", "loss"), "and this loss wants a probability"),
    ),
    fix=Fix((Edit(("layers", 1, "activation"), '"sigmoid"'),)),
    layer="head",
)
LAYER = Finding(
    "KS207",
    "unused-layer",
    Severity.WARNING,
    "Nothing takes what this layer gives",
    ("layers", 1),
    fix=Fix((Edit(("layers", 1), "", "entry", "remove"),), safe=False, message="remove the layer"),
)
ADVICE = Finding("KS511", "parameter-budget", Severity.ADVICE, "This is large", ())


def checked(text: str, name: str, *findings: Finding) -> Checked:
    document = parse_text(text, name)
    assert document.parsed, document.problems
    return Checked(document, list(findings), {("layers", 1): "head"})


def several() -> Report:
    """Two places that disagree, a fault over several lines, a clean file and a broken one."""
    clean = Linter().check(parse_text('{"layers": [], "kspec": 1}', "models/clean.json"))
    broken = Linter().check(parse_text('{"layers": [', "models/broken.json"))
    return Report(
        [
            checked(MODEL, "models/a b.json", HEAD, LAYER, ADVICE),
            clean._replace(findings=[], suppressed=2),
            broken,
        ]
    )


def archive() -> Report:
    """A finding inside of a .keras archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("config.json", MODEL)
    return Report([Checked(parse_bytes(file.getvalue(), "net.keras"), [HEAD])])


def odd(text: str, path: tuple[str | int, ...], *related: Related) -> Report:
    """Report of a finding at a path of a text."""
    document: Document = parse_text(text, "odd.json")
    finding = Finding("KS101", "unknown-layer", Severity.ERROR, "Odd", path, related=related)
    return Report([Checked(document, [finding])])


LONG = json.dumps({"stacks": [{"type": "Dense", "units": number} for number in range(60)]})
ODD = {
    "tabs": odd('{\n\t"a":\t[1,\t2]\n}', ("a", 1)),
    "wide": odd('{"日本語": "ハ\u0301ロー", "b": 1}', ("b",), Related(("日本語",), "here")),
    "hostile": odd('{"a\u202e\u2066": "\u200b\x7f", "b": 1}', ("b",), Related((), "whole\x1b[31m")),
    "long": odd(LONG, ("stacks", 40, "units"), Related(("stacks", 2), "far"), Related((), "all")),
    "long-start": odd(LONG, ("stacks", 1, "units"), Related(("stacks", 2), "near")),
    "long-value": odd(f'{{"a": "{"x" * 300}", "b": 2}}', ("a",)),
    "same-line": odd(
        '{"a": 1, "b": 2, "c": 3}',
        ("b",),
        Related(("c",), "third"),
        Related(("a",), "first"),
        Related(("b",), "same"),
    ),
    "one-between": odd('{\n"a": 1,\n"b": 2,\n"c": 3\n}', ("c",), Related(("a",), "first")),
    "end-of-text": Report([Linter().check(parse_text('{"layers": [', "odd.json"))]),
    "empty": Report([Linter().check(parse_text("", "odd.json"))]),
}
