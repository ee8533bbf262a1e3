"""`.keras` archives: what is read of them, and what is held against them."""

import io
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.source.document import Document
from kspec.source.parsing import parse_bytes, read_document

CONFIG = ("config.json", '{"class_name": "Sequential"}')
METADATA = ("metadata.json", '{"keras_version": "3.15.1"}')
UNSAFE_HINT = "Do not load this file; ask for a copy that Keras saved."
Member = tuple[str | zipfile.ZipInfo, str | bytes]


def archive(*members: Member, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, data in members:
            file.writestr(name, data)
    return buffer.getvalue()


def parse(data: bytes) -> Document:
    return parse_bytes(data, "m.keras")


def test_the_configuration_is_the_text(tmp_path: Path) -> None:
    path = tmp_path / "m.keras"
    path.write_bytes(archive(METADATA, CONFIG, ("model.weights.h5", b"\0" * 1000)))
    document = read_document(path)
    assert (document.name, document.format, document.problems) == (str(path), "keras", ())
    assert document.text == CONFIG[1]
    assert document.value == {"class_name": "Sequential"}
    assert document.metadata == {"keras_version": "3.15.1"}
    assert document.span(("class_name",)) == (15, 27)


def test_slips_in_the_configuration_are_found_there() -> None:
    document = parse(archive(("config.json", '{"a": 1,}')))
    assert [problem.span for problem in document.problems] == [(7, 8)]
    assert document.value == {"a": 1}


@pytest.mark.parametrize("metadata", ["[", "[1]", "[" * 100_000, b"\xff"])
def test_metadata_that_says_nothing_is_no_problem(metadata: str | bytes) -> None:
    document = parse(archive(CONFIG, ("metadata.json", metadata)))
    assert (document.problems, document.metadata) == ((), {})


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("assets/x")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("../x", "", "The member `../x` leads out of the folder that it is extracted to."),
        (r"a\..\x", "", r"The member `a\\..\\x` leads out of the folder that it is extracted to."),
        ("/etc/x", "", "The member `/etc/x` has an absolute path."),
        ("C:/x", "", "The member `C:/x` has an absolute path."),
        (link(), "/etc/passwd", "The member `assets/x` is a link."),
        (
            "model.weights.h5",
            bytes(70 * 2**20),
            "The member `model.weights.h5` is a bomb: it grows 200 times and more.",
        ),
    ],
)
def test_unsafe_members_are_named_and_the_configuration_is_still_read(
    name: str | zipfile.ZipInfo, data: str | bytes, message: str
) -> None:
    document = parse(archive(CONFIG, (name, data)))
    (problem,) = document.problems
    assert (problem.kind, problem.message, problem.hint, problem.span) == (
        "archive_unsafe",
        message,
        UNSAFE_HINT,
        (0, 0),
    )
    assert document.parsed


@pytest.mark.parametrize("name", ["Config.json", "config.json ", "./config.json.", "CONFIG.JSON/"])
def test_a_member_lands_in_a_place_of_its_own(name: str) -> None:
    (problem,) = parse(archive(CONFIG, (name, "{}"))).problems
    assert "lands on another one" in problem.message
    assert problem.kind == "archive_unsafe"


@pytest.mark.parametrize("kind", [stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_a_member_is_a_plain_file(kind: int) -> None:
    info = zipfile.ZipInfo("assets/x")
    info.external_attr = kind << 16
    (problem,) = parse(archive(CONFIG, (info, ""))).problems
    assert "is a pipe, a device or a socket" in problem.message


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_stands_once() -> None:
    (problem,) = parse(archive(CONFIG, CONFIG)).problems
    assert problem.message == "The member `config.json` stands in the archive twice."


def encrypted() -> bytes:
    data = bytearray(archive(CONFIG))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def with_false_size(size: int, data: bytes | None = None) -> bytes:
    changed = bytearray(archive(CONFIG) if data is None else data)
    at = changed.index(b"PK\x01\x02") + 24
    changed[at : at + 4] = size.to_bytes(4, "little")
    return bytes(changed)


def bomb(method: int) -> bytes:
    """Sixteen megabytes that call themselves a thousand bytes."""
    text = b'{"a": "' + b"a" * 2**24 + b'"}'
    return with_false_size(1000, archive(("config.json", text), method=method))


def with_size_of_10_gb() -> bytes:
    """The size stands where ZIP64 puts what 32 bits cannot hold."""
    data = bytearray(archive(CONFIG))
    at = data.index(b"PK\x01\x02")
    more = struct.pack("<HHQ", 1, 8, 10 * 2**30)
    struct.pack_into("<L", data, at + 24, 2**32 - 1)
    struct.pack_into("<H", data, at + 30, len(more))
    data[at + 46 + len("config.json") : at + 46 + len("config.json")] = more
    end = data.index(b"PK\x05\x06")
    struct.pack_into("<L", data, end + 12, end - at)
    return bytes(data)


def with_false_directory() -> bytes:
    data = bytearray(archive(CONFIG))
    at = data.index(b"PK\x05\x06") + 12
    data[at : at + 4] = (2**30).to_bytes(4, "little")
    return bytes(data)


UNREADABLE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "without a config": (lambda: archive(METADATA), "invalid_syntax", "has no config.json"),
    "empty": (archive, "invalid_syntax", "has no config.json"),
    "cut at its end": (lambda: archive(CONFIG)[:-10], "archive_unsafe", "File is not a zip file"),
    "cut": (lambda: archive(CONFIG)[:40], "archive_unsafe", "File is not a zip file"),
    "changed": (
        lambda: archive(CONFIG, method=zipfile.ZIP_STORED).replace(b"Sequential", b"Functional"),
        "archive_unsafe",
        "Bad CRC-32",
    ),
    "encrypted": (encrypted, "archive_unsafe", "is encrypted"),
    "larger than it says": (lambda: with_false_size(5), "archive_unsafe", "Bad CRC-32"),
    "smaller than it says": (
        lambda: with_false_size(5000),
        "archive_unsafe",
        "`config.json` holds less than it says",
    ),
    "bomb": (lambda: bomb(zipfile.ZIP_DEFLATED), "archive_unsafe", "Bad CRC-32"),
    "bomb by bzip2": (
        lambda: bomb(zipfile.ZIP_BZIP2),
        "archive_unsafe",
        "packed with bzip2, and Keras never does so",
    ),
    "bomb by LZMA": (
        lambda: bomb(zipfile.ZIP_LZMA),
        "archive_unsafe",
        "packed with LZMA, and Keras never does so",
    ),
    "many members": (
        lambda: archive(*((f"m{number}", "") for number in range(21_000))),
        "limit_exceeded",
        "members",
    ),
    "false directory": (with_false_directory, "limit_exceeded", "too many members"),
    "UTF-16": (
        lambda: archive(("config.json", b"\xff\xfe{\0}\0")),
        "unreadable",
        "config.json is in UTF-16",
    ),
}


@pytest.mark.parametrize(("make", "kind", "part"), UNREADABLE.values(), ids=UNREADABLE)
def test_archives_that_cannot_be_read_say_why(
    make: Callable[[], bytes], kind: str, part: str
) -> None:
    document = parse(make())
    (problem,) = document.problems
    assert problem.kind == kind
    assert part in problem.message
    assert (document.parsed, document.value) == (False, None)


@pytest.mark.parametrize(
    "make",
    [lambda: archive(("config.json", bytes(65 * 2**20))), with_size_of_10_gb],
    ids=["65", "10240"],
)
def test_a_large_configuration_is_not_decompressed(make: Callable[[], bytes]) -> None:
    document = parse(make())
    assert [problem.kind for problem in document.problems] == ["archive_unsafe", "limit_exceeded"]


def test_a_large_directory_is_refused_in_zip64_too() -> None:
    data = archive(CONFIG)
    at = data.index(b"PK\x05\x06")
    record = b"PK\x06\x06" + bytes(36) + (2**40).to_bytes(8, "little") + bytes(8)
    locator = b"PK\x06\x07" + bytes(16)
    (problem,) = parse(data[:at] + record + locator + data[at:]).problems
    assert problem.kind == "limit_exceeded"


@given(st.integers(0), st.binary(max_size=4), st.integers(0))
def test_broken_archives_never_raise(at: int, put: bytes, cut: int) -> None:
    data = archive(CONFIG, METADATA)
    at %= len(data)
    data = data[:at] + put + data[at + cut % 5 :]
    document = parse(data)
    assert document.parsed or document.problems


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_bomb_that_hides_its_size_takes_no_memory(method: int) -> None:
    data = bomb(method)
    tracemalloc.start()
    parse(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2**20
