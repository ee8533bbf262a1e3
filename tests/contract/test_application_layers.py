"""The archive of the layers of ``keras.applications`` is what Keras makes."""

import json
import zipfile

import pytest

from tests.contract.application_layers import ARCHIVE, NAMES, measured

pytestmark = [pytest.mark.contract, pytest.mark.one_in(2), pytest.mark.filterwarnings("ignore")]

EVERYDAY = ("MobileNetV2",)


@pytest.mark.parametrize(
    "name", [pytest.param(one, marks=[] if one in EVERYDAY else pytest.mark.slow) for one in NAMES]
)
def test_archive(name: str) -> None:
    with zipfile.ZipFile(ARCHIVE) as archive:
        assert json.loads(archive.read(f"{name}.json")) == measured(name)
