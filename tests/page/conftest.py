"""The site that the slow tests of the page share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.page.site import playground

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return playground(tmp_path_factory.mktemp("site") / "playground")
