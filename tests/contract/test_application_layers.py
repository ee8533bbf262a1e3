"""The archive of the layers of ``keras.applications`` is what Keras makes."""

import json
import zipfile

import pytest

from tests.contract.application_layers import ARCHIVE, NAMES, measured

pytestmark = [pytest.mark.contract, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.mark.parametrize("name", NAMES)
def test_archive(name: str) -> None:
    with zipfile.ZipFile(ARCHIVE) as archive:
        assert json.loads(archive.read(f"{name}.json")) == measured(name)
