"""Generated files are up to date."""

import pytest

from kspec import dev


def test_generated_files_are_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    code = dev.main(["generate", "--check"])
    assert capsys.readouterr().out == ""
    assert code == 0


def test_usage_is_said() -> None:
    assert dev.main(["generate", "--chekc"]) == 2
