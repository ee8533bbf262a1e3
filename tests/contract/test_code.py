"""Random programs, run with Keras and read by kspec: what is read is so, or is unknown."""

import pytest
from hypothesis import Phase, given, settings

from tests.contract.code_programs import programs
from tests.contract.code_truth import compare_text

pytestmark = [
    pytest.mark.contract,
    pytest.mark.filterwarnings("ignore:The structure of `inputs`"),
    pytest.mark.filterwarnings("ignore:Do not pass an `input_shape`"),
]

FEW = settings(max_examples=max(settings().max_examples // 2, 1), phases=[Phase.generate])
"""Keras takes its time for each."""


@FEW
@given(programs())
@pytest.mark.slow
def test_what_is_read_of_a_program_is_so(text: str) -> None:
    result, error = compare_text(text)
    assert error == "", text
    assert result.wrong == [], text
    assert result.missed == 0, text
    assert result.full + result.unknown > 0, text
