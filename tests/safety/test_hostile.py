"""Numbers, names, nesting and bytes that no author means: a clear finding or a clean run."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kspec.cli.main import main
from kspec.linter.report import Report
from tests.fuzz.holds import lint_holds
from tests.fuzz.inputs import Input, written

EVERY_DAY_LAYERS = 2_000


def spec(*layers: dict[str, Any], shape: Any = (4,)) -> dict[str, Any]:
    return {"inputs": {"shape": shape}, "layers": list(layers)}


def lint(value: object, name: str = "model.json") -> Report:
    data = value if isinstance(value, bytes) else written(value, ascii_only=True)
    return lint_holds(Input(name, data))


NUMBERS: dict[str, Any] = {
    "a billion units": spec({"type": "Dense", "units": 10**9}, {"type": "Dense", "units": 10**9}),
    "beyond 64 bits": spec({"type": "Flatten"}, {"type": "Dense", "units": 2}, shape=[2**62] * 5),
    "a number of 400 digits": spec({"type": "Dense", "units": 10**400}),
    "huge shape to reshape": spec({"type": "Reshape", "target_shape": [2**63, -1]}),
    "huge padding": spec({"type": "ZeroPadding1D", "padding": 10**30}, shape=[4, 2]),
    "huge upsampling": spec({"type": "UpSampling1D", "size": 10**30}, shape=[4, 2]),
    "huge repeat": spec({"type": "RepeatVector", "n": 10**18}),
    "huge kernel": spec({"type": "Conv1D", "filters": 10**12, "kernel_size": 10**12}, shape=[9, 9]),
    "negative units": spec({"type": "Dense", "units": -(10**9)}),
    "negative axis": spec({"type": "BatchNormalization", "axis": -(10**18)}),
    "huge axis": spec({"type": "Softmax", "axis": 10**18}),
    "not a number": spec({"type": "Dropout", "rate": float("nan")}),
    "infinite": spec({"type": "Dropout", "rate": float("inf")}),
    "a name of 1 MB": spec({"type": "Dense", "units": 2, "name": "n" * 2**20}),
    "a type of 1 MB": spec({"type": "D" * 2**20}),
    "a key of 1 MB": spec({"type": "Dense", "units": 2, "k" * 2**20: 1}),
    "a lone surrogate": spec({"type": "Dense", "units": 2, "name": "\ud800"}),
    "a product of 8,000 digits": spec(
        {"type": "Dense", "units": 10**4000},
        {"type": "Flatten"},
        {"type": "Dense", "units": 10**4000},
        shape=[10**4000, 3],
    ),
    "a shape of 10,000 axes": spec({"type": "Flatten"}, shape=[2] * 10_000),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_and_names(name: str) -> None:
    lint(NUMBERS[name])


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize(
    "command", [("summary",), ("summary", "--output-format", "json"), ("plot",)]
)
def test_they_are_sized_and_drawn(name: str, command: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "model.json"
    file.write_bytes(written(NUMBERS[name], ascii_only=True))
    ran = CliRunner(env={"KSPEC_DEBUG": "1"}).invoke(main, [*command, str(file)])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception


REFUSED = [
    "negative units",
    "negative axis",
    "not a number",
    "infinite",
    "a type of 1 MB",
    "a key of 1 MB",
]


@pytest.mark.parametrize("name", REFUSED)
def test_what_keras_refuses_is_an_error(name: str) -> None:
    assert not lint(NUMBERS[name]).ok


@pytest.mark.parametrize("suffix", ["json", "yaml"])
@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_nesting_is_a_finding(opening: str, suffix: str) -> None:
    report = lint((opening * 100_000).encode(), f"model.{suffix}")
    assert not report.ok


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x07", "\x7f", "\u202e", "\u2066", "\u200f"])
def test_characters_that_steer_a_terminal_are_escaped(char: str) -> None:
    """`lint_holds` looks at the report; here the character is in a key, a type and a name."""
    for value in ({"Dense" + char: 1}, {"type": "Dense" + char}, {"type": "Dense", "name": char}):
        lint(spec(value))
        lint(written(spec(value)), "model.json")


BYTES = {
    "invalid UTF-8": b'{"layers": ["\xff"]}',
    "a surrogate in UTF-8": b'{"layers": ["\xed\xa0\x80"]}',
    "UTF-16": json.dumps(spec()).encode("utf-16"),
    "only a byte order mark": b"\xef\xbb\xbf",
    "nothing": b"",
    "null bytes": b"\0" * 1000,
}


@pytest.mark.parametrize("name", BYTES)
@pytest.mark.parametrize("suffix", ["json", "jsonc", "yaml", "keras"])
def test_bytes_that_are_no_text_are_findings(name: str, suffix: str) -> None:
    assert not lint(BYTES[name], f"model.{suffix}").ok


GOOD = json.dumps(spec({"type": "Dense", "units": 2}), indent=1)


@pytest.mark.parametrize(
    "data",
    [GOOD.replace("\n", "\r\n").encode(), GOOD.replace("\n", "\r").encode()],
    ids=["CRLF", "CR"],
)
def test_marks_and_line_ends_change_nothing(data: bytes) -> None:
    assert [one.code for one in lint(data).findings] == [
        one.code for one in lint(GOOD.encode()).findings
    ]


def test_a_byte_order_mark_is_a_finding() -> None:
    """Keras's own reader refuses it."""
    assert [one.code for one in lint(b"\xef\xbb\xbf" + GOOD.encode()).findings] == ["KS001"]


def test_many_layers() -> None:
    assert lint(spec(*[{"type": "Dense", "units": 4}] * EVERY_DAY_LAYERS)).ok


@pytest.mark.slow
def test_a_million_layers_are_more_than_is_read() -> None:
    report = lint(spec(*[{"type": "Dense", "units": 4}] * 1_000_000))
    assert [one.code for one in report.findings] == ["KS005"]
