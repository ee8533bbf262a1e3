"""The penalty on activations: what it is computed on."""

import pytest

import kspec


@pytest.mark.parametrize(
    ("dtype", "codes"), [("int8", ["KS215"]), ("bool", ["KS215"]), ("int32", []), ("float32", [])]
)
def test_a_penalty_is_multiplied_by_a_sum_of_the_same_dtype(dtype: str, codes: list[str]) -> None:
    layer = {"type": "ActivityRegularization", "l2": 0.5}
    report = kspec.lint({"inputs": {"shape": [4], "dtype": dtype}, "layers": [layer]})
    assert [one.code for one in report.findings] == codes
