"""Configuration in the editor: `kspec.inlayHints`."""

from typing import Literal, get_args

from kspec.named_tuple import NamedTuple

HintKind = Literal["off", "shapes", "both"]


class Configuration(NamedTuple):
    """The settings of the client.

    ``inlay_hints``: none, output shapes, or shapes and counts of parameters.
    """

    inlay_hints: HintKind = "both"


DEFAULT = Configuration()


def read(value: object) -> Configuration:
    """Read the configuration of a client, with or without a `kspec` around it; unknown settings are
    left out.
    """
    if not isinstance(value, dict):
        return DEFAULT
    inner = value.get("kspec")
    settings = inner if isinstance(inner, dict) else value
    hints = settings.get("inlayHints")
    return next((Configuration(one) for one in get_args(HintKind) if one == hints), DEFAULT)
