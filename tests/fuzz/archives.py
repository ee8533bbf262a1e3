"""Hostile `.keras` archives: a model zipped with odd members, and then with odd bytes."""

import io
import random
import warnings
import zipfile

MEMBERS = (
    *("config.json", "metadata.json", "model.weights.h5", "assets/text/vocabulary.txt"),
    *("../escape", "/etc/passwd", "C:\\evil", "..\\evil", "a/../../b", "con\u202efig.json"),
    *("config.json\x00.txt", "", "x" * 300, "config.json/"),
)
CONTENTS = (b"", b"{}", b"[]", b"\x89HDF\r\n\x1a\n", b"\x80\x04.", b"0" * 4096, b"\xff\xfe{\x00")
LINK = 0o120777 << 16
RECORDS = (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07")


def zipped(rng: random.Random, config: bytes) -> bytes:
    """An archive with a model's configuration, mostly with something wrong in it."""
    buffer = io.BytesIO()
    kind = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2))
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", kind) as made:
        warnings.simplefilter("ignore", UserWarning)  # a member that is there twice is meant
        made.writestr(_member(rng, "config.json"), config)
        for _ in range(rng.choice((0, 1, 1, 2, 4))):
            made.writestr(_member(rng, rng.choice(MEMBERS)), rng.choice(CONTENTS))
    data = bytearray(buffer.getvalue())
    for _ in range(rng.choice((0, 1, 1, 3))):
        _damage(rng, data)
    return bytes(data)


def _member(rng: random.Random, name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name.replace("\0", "?") or "_")
    member.external_attr = LINK if rng.random() < 0.1 else 0
    return member


def _damage(rng: random.Random, data: bytearray) -> None:
    """Other bytes in a header of the directory, where sizes, flags and offsets stand, or anywhere;
    or an end that is missing.
    """
    start = data.rfind(rng.choice(RECORDS))
    if start >= 0 and rng.random() < 0.8:
        at = min(start + rng.randrange(4, 46), len(data) - 1)
        width = rng.choice((1, 2, 4))
        data[at : at + width] = rng.choice((b"\xff" * width, b"\0" * width, rng.randbytes(width)))
    elif rng.random() < 0.5:
        data[rng.randrange(len(data))] = rng.randrange(256)
    else:
        del data[rng.randrange(1, len(data) + 1) :]
