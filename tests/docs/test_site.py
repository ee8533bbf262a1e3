"""The site: its navigation leads to every page, and it builds without a broken link."""

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
CONFIG = ROOT / ".mkdocs.yml"


def pages(entry: Any) -> Iterator[str]:
    """The pages of an entry of the navigation."""
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, dict):
        for inner in entry.values():
            yield from pages(inner)
    else:
        for inner in entry:
            yield from pages(inner)


def test_navigation_leads_to_every_page_that_no_index_leads_to() -> None:
    listed = list(pages(yaml.safe_load(CONFIG.read_text("utf-8"))["nav"]))
    docs = ROOT / "docs"
    written = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    made = {page for page in written if page.startswith(("rules/", "layers/"))}
    assert sorted(listed) == sorted((written - made) | {"rules/index.md", "layers/index.md"})


@pytest.mark.slow
def test_site_builds(tmp_path: Path) -> None:
    if find_spec("mkdocs") is None:
        pytest.skip("MkDocs is not installed: pip install -e '.[docs]'")
    command = [sys.executable, "-m", "mkdocs", "build", "-f", str(CONFIG)]
    command += ["-d", str(tmp_path / "site")]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "site" / "rules" / "KS301.html").exists()
