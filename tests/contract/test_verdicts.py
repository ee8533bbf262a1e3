"""The table of the comparison with Keras's own tests counts what is refused apart."""

import pytest

from tests.contract.keras_tests.case import Case
from tests.contract.keras_tests.verdicts import Table, is_refused, verdict
from tests.contract.keras_tests.words import Word

CASE = Case("a_test.py", "made", {"module": "keras.layers", "class_name": "Dense", "config": {}})
FINE, THERE, ELSEWHERE = Word(), Word("there"), Word("elsewhere")
REFUSED = Word("construction")


def last_lines(*pairs: tuple[Word, Word]) -> list[str]:
    table = Table()
    for theirs, ours in pairs:
        found = verdict(CASE, "native", theirs, ours)
        table.add(CASE, found, refused=is_refused(theirs, "native"))
    return [line for line in table.lines() if " % (" in line]


def test_refused_and_accepted_cases_are_counted_apart() -> None:
    pairs = [(REFUSED, THERE), (REFUSED, ELSEWHERE), (REFUSED, FINE), (FINE, FINE), (FINE, THERE)]
    assert last_lines(*pairs) == [
        "40.00 % (2 of 5) in scope agree",
        "33.33 % (1 of 3) that Keras refuses are errors at the layer",
        "50.00 % (1 of 2) that Keras accepts are no error",
    ]


def test_what_is_out_of_scope_counts_nowhere() -> None:
    assert [line.split(")")[0] for line in last_lines((Word("too large"), THERE))] == [
        "0.00 % (0 of 0"
    ] * 3


@pytest.mark.parametrize(("notation", "refused"), [("Keras", True), ("native", False)])
def test_a_file_that_keras_cannot_load_is_refused_in_its_own_notation(
    notation: str,
    refused: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    assert is_refused(Word("load"), notation) is refused
