"""Pointers, and paths by the names of layers."""

import pytest

from kspec.linter.symbols import Names, recounted, symbolic
from kspec.source.outline import keys_of, pointer

VALUE = {"a/b": [{"~": 1}], "": 2, "0": 3}


@pytest.mark.parametrize("path", [(), ("a/b",), ("a/b", 0), ("a/b", 0, "~"), ("0",)])
def test_pointers_lead_back(path: tuple[str | int, ...]) -> None:
    assert keys_of(pointer(path), VALUE) == path


@pytest.mark.parametrize("text", ["/x", "/a~1b/1", "/a~1b/x", "/a~1b/0/~0/1", "/0/0"])
def test_pointers_to_nowhere(text: str) -> None:
    assert keys_of(text, VALUE) is None


def test_layers_are_called_by_their_names() -> None:
    names = {("layers", 1): "block", ("layers", 1, "layers", 0): "conv", ("layers", 2): "x"}
    assert (
        symbolic(("layers", 1, "layers", 0, "units"), names)
        == "/layers/[block]/layers/[conv]/units"
    )
    assert symbolic(("layers", 3), names) == "/layers/3"
    assert symbolic(("compile", "metrics", 1), names) == "/compile/metrics/1"


def test_counts_of_other_models_are_left_out() -> None:
    names: Names = {("layers", at): name for at, name in enumerate(("dense_2", "dense_3", "x"))}
    assert list(recounted(names).values()) == ["dense", "dense_1", "x"]
