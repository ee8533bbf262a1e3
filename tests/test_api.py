"""What the functions of `kspec` raise for a faulty spec."""

from __future__ import annotations

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
