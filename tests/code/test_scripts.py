"""Scripts as people write them: lint reports exactly what their comments say, at their lines.

``# finds: KS307`` stands behind the line of a finding; a script without one is right.
"""

from pathlib import Path

import pytest

import kspec

SCRIPTS = Path(__file__).parents[1] / "fixtures" / "scripts"
MARK = "# finds: "


def expected(text: str) -> list[tuple[int, str]]:
    """The line and the code of each finding that comments announce."""
    return [
        (number, code)
        for number, line in enumerate(text.splitlines(), 1)
        for code in line.partition(MARK)[2].split()
    ]


def reported(path: Path) -> list[tuple[int, str]]:
    """The line and the code of each finding of a script."""
    findings = kspec.lint(path).to_dict()["findings"]
    return [(one["start"]["line"], one["code"]) for one in findings]


@pytest.mark.parametrize("path", sorted(SCRIPTS.rglob("*.py")), ids=lambda path: path.stem)
def test_script(path: Path) -> None:
    assert sorted(reported(path)) == sorted(expected(path.read_text("utf-8")))
