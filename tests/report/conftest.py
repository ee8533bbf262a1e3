"""Reports to render, and the texts that they were rendered to before."""

from collections.abc import Callable
from pathlib import Path

import pytest

Snapshot = Callable[[str, str], None]
HERE = Path(__file__).parent / "snapshots"


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """Compares a text with the `.out` file of a name; `pytest --update` writes it."""

    def compare(text: str, name: str) -> None:
        path = HERE / f"{name}.out"
        if request.config.getoption("--update"):
            path.write_text(text + "\n", "utf-8")
        assert path.read_text("utf-8") == text + "\n"

    return compare
