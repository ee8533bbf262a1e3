"""Distribution of a training over devices or machines, by a strategy."""

import re
from typing import Annotated

from kspec.named_tuple import NamedTuple
from kspec.spec.fields import Str
from kspec.spec.markers import After, Json
from kspec.spec.problem import Nested, Problem

STRATEGIES = ("mirrored", "multi_worker", "data_parallel")
PATTERN = f"^({'|'.join(STRATEGIES)})(:([2-9]|[1-9][0-9]+))?$"


class Distribution(NamedTuple):
    """Strategy of distributed training, and the number of replicas (devices, or workers): 0 for
    all.
    """

    strategy: str
    replicas: int = 0

    def __str__(self) -> str:
        return f"{self.strategy}:{self.replicas}" if self.replicas else self.strategy

    @classmethod
    def read(cls, text: str) -> "Distribution":
        """The strategy and count of a text such as ``mirrored:2``; raises `Nested` for others."""
        if not re.match(PATTERN, text):
            message = f'"{text}" is no strategy of distributed training'
            raise Nested([Problem("invalid_value", (), message, HELP)])
        strategy, _, count = text.partition(":")
        return cls(strategy, int(count or 0))


HELP = (
    f"Write {', '.join(STRATEGIES[:-1])} or {STRATEGIES[-1]}, with a number of devices or workers "
    'from 2 on behind a colon where it matters ("mirrored:2").'
)


def _checked(text: str) -> str:
    Distribution.read(text)
    return text


Distribute = Annotated[Str, After(_checked), Json({"type": "string", "pattern": PATTERN})] | None
