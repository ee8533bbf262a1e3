"""Messages of the developers' tool before it writes any file."""

from typing import NoReturn

import pytest

from kspec import dev
from kspec.spec import glossary


def test_a_field_without_its_line_in_the_glossary(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def write(*_: object) -> NoReturn:
        raise AssertionError

    words = {name: text for name, text in glossary.glossary().items() if name != "rate"}
    monkeypatch.setattr(glossary, "glossary", lambda: words)
    monkeypatch.setattr(dev, "write", write)
    assert dev.main(["generate"]) == 1
    said = capsys.readouterr().err
    assert "glossary.yaml says nothing of the field 'rate' of Dropout" in said
    assert "add a line 'rate: ...'" in said
