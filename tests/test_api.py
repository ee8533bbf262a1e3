"""Exceptions of the functions of `kspec` for a faulty spec."""

import inspect
from pathlib import Path
from typing import Any

import pytest

import kspec

FAULTY: dict[str, Any] = {
    "inputs": {"shape": [4]},
    "layers": [
        {"type": "Dense", "units": 8, "use_bias": "yes"},
        {"type": "Dense", "units": "1"},
    ],
}


def test_the_message_lists_the_errors_and_the_report_has_all_findings() -> None:
    with pytest.raises(kspec.SpecError) as raised:
        kspec.load(FAULTY)
    assert str(raised.value).splitlines() == [
        'KS104: "units" of Dense must be an integer greater than 0, and is the string "1"'
    ]
    assert [finding.code for finding in raised.value.report.findings] == ["KS113", "KS104"]


def test_what_makes_no_network_has_no_summary() -> None:
    with pytest.raises(kspec.SpecError, match="KS004"):
        kspec.summarize({"some": "data"})


@pytest.mark.parametrize("function", [kspec.lint, kspec.load, kspec.summarize])
def test_a_folder_is_told_with_what_to_do(tmp_path: Path, function: Any) -> None:
    with pytest.raises(IsADirectoryError, match="is a folder: run `kspec lint "):
        function(tmp_path)


def test_the_options_of_fit_are_typed_as_it_takes_them() -> None:
    pytest.importorskip("numpy", reason="what trains needs numpy")
    from kspec.executor.api import FitOptions, fit

    taken = {
        name: parameter.annotation
        for name, parameter in inspect.signature(fit).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and name != "folder"
    }
    assert FitOptions.__annotations__ == taken
