"""Values with named fields: namespaces of the command line, named tuples, data classes, JSON."""

import pytest

from kspec.spec.unknown import Unknown
from tests.code.programs import names_after

PARSER = """
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--units", type=int, default=8)
parser.add_argument("--batch-size", type=int, default=32, dest="size")
args = parser.parse_args()
"""
FIELDS = {
    "an argument": (PARSER + "x = args.units", 8),
    "arguments that an object keeps": (
        PARSER + "class Work:\n    def __init__(self, opt):\n        self.opt = opt\n"
        "x = Work(args).opt.units",
        8,
    ),
    "all arguments as a dictionary": (PARSER + "x = vars(args)['size']", 32),
    "an argument that the program sets": (PARSER + "args.units = 16\nx = args.units", 16),
    "an argument that a function sets": (
        PARSER + "def settle(given):\n    given.units *= 2\nsettle(args)\nx = args.units",
        16,
    ),
    "a namespace": (
        "from types import SimpleNamespace\nx = SimpleNamespace(units=8, rate=0.1).units",
        8,
    ),
    "a class of named tuples": (
        (
            "from typing import NamedTuple\nclass Sizes(NamedTuple):\n    units: int = 8\n"
            "    size: int = 32\nx = Sizes(units=4).size"
        ),
        32,
    ),
    "a class of named tuples that a call makes": (
        (
            "from collections import namedtuple\nSizes = namedtuple('Sizes', 'units, size')\n"
            "x = Sizes(4, size=32).size"
        ),
        32,
    ),
    "the default of a named tuple": (
        (
            "import collections\nSizes = collections.namedtuple('Sizes', 'a b', defaults=[8])\n"
            "x = Sizes(4).b"
        ),
        8,
    ),
    "the items of named tuples": (
        (
            "from collections import namedtuple\nOne = namedtuple('One', 'units rate')\nx = 0\n"
            "for units, rate in [One(4, 0.1), One(8, 0.2)]:\n    x += units\nx += One(5, 6)[0]"
        ),
        17,
    ),
    "a field of a data class": (
        (
            "from dataclasses import dataclass, field\n@dataclass\nclass Sizes:\n"
            "    hidden: list = field(default_factory=lambda: [8, 4])\nx = Sizes().hidden[1]"
        ),
        4,
    ),
    "a member of an enumeration": (
        "from enum import Enum\nclass Kind(Enum):\n    FAST = 'relu'\nx = Kind.FAST.value",
        "relu",
    ),
    "JSON": ("import json\nx = json.loads('{\"units\": [4, 8]}')['units'][1]", 8),
}


@pytest.mark.parametrize(("program", "expected"), FIELDS.values(), ids=FIELDS.keys())
def test_fields(program: str, expected: object) -> None:
    assert names_after(program)["x"] == expected


@pytest.mark.parametrize(
    "program",
    [
        PARSER + "x = args.depth",
        PARSER + "if unknown():\n    args.units = 16\nx = args.units",
        "import json\nx = json.loads('{')",
    ],
)
def test_fields_that_are_not_in_the_code(program: str) -> None:
    assert isinstance(names_after(program)["x"], Unknown)
