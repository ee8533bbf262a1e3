"""Calls of a program's own functions that Python refuses since an argument is lacking."""

import pytest

from kspec.spec.unknown import Unknown
from tests.code.programs import names_after

LACKING = {
    "a method": (
        "class A:\n    def cut(self, x, y, part):\n        return x\nx = A().cut(0.8, [1, 2])"
    ),
    "a function": "def cut(x, y, part):\n    return x\nx = cut(0.8, part=2)",
    "an argument by name alone": "def cut(x, *, part):\n    return x\nx = cut(0.8)",
}


@pytest.mark.parametrize("case", LACKING)
def test_no_argument_is_known_where_one_is_lacking(case: str) -> None:
    assert isinstance(names_after(LACKING[case])["x"], Unknown)


GIVEN = {
    "a default": "def cut(x, part=2):\n    return x\nx = cut(8)",
    "by name": "def cut(x, *, part):\n    return x\nx = cut(part=1, x=8)",
    "more by place": "def cut(x, *part):\n    return x\nx = cut(8)",
    "a static method": (
        "class A:\n    @staticmethod\n    def cut(x, part):\n        return x\nx = A.cut(8, 1)"
    ),
    "a class method": (
        "class A:\n    @classmethod\n    def cut(cls, x, y):\n        return x\nx = A().cut(8, 1)"
    ),
    "a partial": (
        "from functools import partial\ndef cut(x, part):\n    return x\nx = partial(cut, 8)(1)"
    ),
}


@pytest.mark.parametrize("case", GIVEN)
def test_arguments_are_known_where_none_is_lacking(case: str) -> None:
    assert names_after(GIVEN[case])["x"] == 8
