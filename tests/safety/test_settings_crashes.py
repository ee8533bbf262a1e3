"""Settings that once broke the reader."""

import pytest

from kspec.linter.settings import SettingsError
from kspec.linter.settings_reader import read_settings_text


@pytest.mark.parametrize(
    "text",
    [
        "fail-on = []",
        "fail-on = {}",
        "severity = {KS201 = []}",
        "preview = " + "9" * 5000,
        "exclude = " + "[" * 100_000,
    ],
    ids=["list", "table", "list-within", "digits", "depth"],
)
def test_is_refused(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings_text(text, "kspec.toml")
    assert caught.value.code == "KS902"


def test_a_tool_table_that_is_none_says_nothing() -> None:
    assert read_settings_text("tool = 1", "pyproject.toml").file is None
