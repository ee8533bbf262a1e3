"""Images of a stranger: nothing is run for them, and what is none is one sentence."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from kspec.data.errors import DataError
from kspec.data.images import images
from kspec.starter.facts import StarterError
from kspec.starter.look import facts_of_folder
from tests.seeded import seeded

pil = pytest.importorskip("PIL.Image", reason="Pillow is not installed: no images to read")
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # of what it passes over
POSTSCRIPT = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 8 8\n%%EndComments\nshowpage\n%%EOF\n"
SHAPE = (4, 4, 3)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"")), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def in_format(name: str) -> bytes:
    file = io.BytesIO()
    array = np.random.default_rng(0).integers(0, 255, (6, 5, 3), np.uint8)
    pil.fromarray(array).save(file, name)
    return file.getvalue()


@pytest.fixture
def interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """File that a fake Ghostscript creates when it is called."""
    mark, program = tmp_path / "called", tmp_path / "bin" / "gs"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ntouch {mark}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    return mark


@pytest.mark.parametrize(
    "content",
    [POSTSCRIPT, png(100_000, 100_000), png(4, 4), b"", b"II*\0" + b"\xff" * 60],
    ids=["PostScript", "huge", "cut off", "empty", "TIFF"],
)
def test_what_is_no_image_is_a_sentence(content: bytes, interpreter: Path, tmp_path: Path) -> None:
    """PostScript under another name would be handed to Ghostscript, a program in itself."""
    file = tmp_path / "pets" / "cat" / "0.png"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    with pytest.raises(DataError, match=r"0\.png cannot be read as an image"):
        images([file], SHAPE)
    assert not interpreter.exists()


@pytest.mark.parametrize(
    "content", [POSTSCRIPT, png(100_000, 100_000), b""], ids=["PostScript", "huge", "empty"]
)
def test_init_says_so_too(content: bytes, interpreter: Path, tmp_path: Path) -> None:
    for name in ("cat", "dog"):
        (tmp_path / "pets" / name).mkdir(parents=True)
        (tmp_path / "pets" / name / "0.png").write_bytes(content)
    with pytest.raises(StarterError, match=r"0\.png cannot be read as an image"):
        facts_of_folder(tmp_path / "pets", None, "pets")
    assert not interpreter.exists()


@pytest.mark.parametrize("form", ["BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP"])
def test_a_damaged_image_raises_nothing_else(form: str, tmp_path: Path) -> None:
    rng, whole, file = seeded(form), in_format(form), tmp_path / "a.png"
    read = 0
    for number in range(60):
        data = bytearray(whole)
        for _ in range(number % 4):
            at = rng.randrange(len(data))
            data[at : at + rng.choice((1, 4))] = rng.randbytes(rng.choice((0, 1, 4)))
        file.write_bytes(data)
        try:
            read += images([file], SHAPE).shape == (1, *SHAPE)
        except DataError as error:
            assert "a.png" in str(error)  # noqa: PT017 - most of them are read
    assert read
