"""The site that the slow tests of the page share."""

from pathlib import Path

import pytest

from tests.page.site import playground


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return playground(tmp_path_factory.mktemp("site") / "playground")
