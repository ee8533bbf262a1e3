"""Bytes that are not UTF-8 text say what they are."""

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.source.parsing import parse_bytes, read_document
from kspec.source.reading import code_encoding


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89HDF\r\n\x1a\n\0", "This is an HDF5 file: a legacy .h5 model, or weights."),
        (b"\x80\x04\x95", "This is a Python pickle, which kspec never opens."),
        (b"\x93NUMPY\x01", "This is a NumPy array file."),
        (b"\x1f\x8b\x08", "This is a gzip file."),
        ('{"a": 1}'.encode("utf-16"), "The file is in UTF-16 (little-endian)."),
        ('{"a": 1}'.encode("utf-16-le"), "The file is in UTF-16 (little-endian)."),
        ('{"a": 1}'.encode("utf-16-be"), "The file is in UTF-16 (big-endian)."),
        ('{"a": 1}'.encode("utf-32"), "The file is in UTF-32 (little-endian)."),
        ('{"a": 1}'.encode("utf-32-be"), "The file is in UTF-32 (big-endian)."),
        (b"\xca\xfe\0\0", "The file is binary, not text."),
    ],
)
def test_other_files_are_named(data: bytes, message: str) -> None:
    document = parse_bytes(data, "m.json")
    (problem,) = document.problems
    assert (problem.kind, problem.message) == ("unreadable", message)
    assert problem.hint
    assert (document.parsed, document.value) == (False, None)


def test_bytes_that_are_not_utf_8_are_shown_at_their_place() -> None:
    document = parse_bytes('{"é":\n "è"}'.encode() + b"\xe9", "m.json")
    (problem,) = document.problems
    assert problem.message == "Byte 13 (0xe9) is not UTF-8."
    assert document.position(problem.span.start)[:3] == (2, 6, 11)
    assert document.line(2) == ' "è"}\ufffd'


def test_text_is_no_keras_archive() -> None:
    (problem,) = parse_bytes(b"{}", "m.keras").problems
    assert (problem.kind, problem.hint) == ("unreadable", "Name a model's JSON .json.")


def test_line_ends_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    path.write_bytes(b"[1,\r\n2]")
    document = read_document(path, "shown.json")
    assert (document.name, document.text, document.value) == ("shown.json", "[1,\r\n2]", [1, 2])


def test_large_files_are_not_read_to_their_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("parsing", "reading"):
        monkeypatch.setattr(f"kspec.source.{module}.MAX_BYTES", 5)
    path = tmp_path / "m.json"
    path.write_bytes(b"[1, 2, 3]")
    (problem,) = read_document(path).problems
    assert problem.kind == "limit_exceeded"


def test_what_cannot_be_opened_raises(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        read_document(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_document(tmp_path / "missing.json")


@given(st.binary(), st.sampled_from(["m.json", "m.yaml", "m.keras", "-"]))
def test_any_bytes_give_a_value_or_a_problem(data: bytes, name: str) -> None:
    document = parse_bytes(data, name)
    assert document.parsed or document.problems


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_are_read(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(b"[1]",))
    writer.start()
    assert read_document(path).value == [1]
    writer.join()


@pytest.mark.parametrize(
    ("code", "encoding"),
    [
        ("# -*- coding: cp1252 -*-\nx = 'é'", "cp1252"),
        ("#!/usr/bin/python\r\n# vim: set fileencoding=latin-1 :\r\nx = 'é'", "iso8859-1"),
        ("\n# coding: cp1252\ny = 'é'", "cp1252"),
        ("x = 1\n# coding: cp1252\ny = 'é'", "utf-8"),
        ("x = 1\n\n# coding: cp1252\ny = 'é'", "utf-8"),
        ("# coding: no-such-thing\nx = 'é'", "utf-8"),
        ("# coding: rot13\nx = 'é'", "utf-8"),
        ("x = 'é'", "utf-8"),
    ],
)
def test_code_may_declare_its_encoding(code: str, encoding: str) -> None:
    assert code_encoding(code.encode("cp1252")) == encoding
    assert code_encoding(code.encode()) == "utf-8"
