"""Messages between the service and its workers: a JSON head, and bodies of bytes.

A message is the length of its head (4 bytes, big-endian), the head, and the bodies, whose lengths
the head names under ``sizes``. Nothing in it can run code where it is read.
"""

from __future__ import annotations

import json
import struct
from typing import IO, TYPE_CHECKING, Any

from kspec.named_tuple import NamedTuple

if TYPE_CHECKING:
    from asyncio import StreamReader
    from collections.abc import Sequence

_LENGTH = struct.Struct(">I")
_MOST_HEAD = 2**20
"""A head holds options and names, never a document."""


class Message(NamedTuple):
    """A head with its bodies."""

    head: dict[str, Any]
    bodies: list[bytes]


class FrameError(ValueError):
    """Error of a frame that is no message, or too long."""


def packed(head: dict[str, Any], bodies: Sequence[bytes] = ()) -> bytes:
    """A message as bytes."""
    text = json.dumps({**head, "sizes": [len(body) for body in bodies]}).encode()
    return b"".join((_LENGTH.pack(len(text)), text, *bodies))


def read(stream: IO[bytes]) -> Message | None:
    """The next message, None where the other side has ended."""
    start = stream.read(_LENGTH.size)
    if len(start) < _LENGTH.size:
        return None
    head = json.loads(stream.read(*_LENGTH.unpack(start)))
    bodies = [stream.read(size) for size in head["sizes"]]
    return Message(head, bodies)


async def receive(stream: StreamReader, longest: int) -> Message:
    """Read the next message, with bodies of at most ``longest`` bytes together.

    Raises `asyncio.IncompleteReadError` where the other side has ended, and `FrameError`.
    """
    (length,) = _LENGTH.unpack(await stream.readexactly(_LENGTH.size))
    if length > _MOST_HEAD:
        raise FrameError(f"a head of {length} bytes")
    head = json.loads(await stream.readexactly(length))
    if sum(head["sizes"]) > longest:
        raise FrameError(f"an answer of {sum(head['sizes'])} bytes")
    return Message(head, [await stream.readexactly(size) for size in head["sizes"]])
