"""The examples of the documentation train, and keep the scores that are written beside them."""

import re
from pathlib import Path

import pytest

import kspec

pytestmark = pytest.mark.contract

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
README = (EXAMPLES / "README.md").read_text(encoding="utf-8")
WRITTEN = {
    name: (value, float(score))
    for name, value, score in re.findall(
        r"^\| `(\w+)\.json` .*\| `(val_\w+)` ([\d.]+) \|$", README, flags=re.MULTILINE
    )
}
MARGIN = 0.03
"""Largest loss of a score by another processor's rounding."""


def test_every_example_has_its_score() -> None:
    assert set(WRITTEN) == {path.stem for path in EXAMPLES.glob("*.json")}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_an_example_is_clean_and_keeps_its_score(name: str, tmp_path: Path) -> None:
    path = EXAMPLES / f"{name}.json"
    assert kspec.lint(path).findings == []
    run = kspec.fit(path, run_dir=tmp_path / "run")
    value, written = WRITTEN[name]
    assert run.epochs.rows[(run.best_epoch or 0) - 1][value] >= written - MARGIN


def test_the_faulty_example_is_explained() -> None:
    report = kspec.lint(EXAMPLES / "faulty" / "digits.json")
    assert not report.ok
    assert "val_accuracy" in " ".join(finding.help for finding in report.findings)
