"""Parts of a test set, or of a training set, that a second split makes: each is scaled alike."""

import pytest

from tests.code.programs import WINE
from tests.code.read import codes_of

OF_TEST = "x_val, x_test, y_val, y_test = train_test_split(x_test, y_test)\n"
OF_TRAINING = "x_train, x_val, y_train, y_val = train_test_split(x_train, y_train)\n"
FIT_NAMES = "x_train = scaler.fit_transform(x_train)\nmodel.fit(x_train, y_train, "
EVALUATED = "model.evaluate({}, y_test)\n"


@pytest.mark.parametrize(
    "code",
    [
        f"{OF_TEST}{FIT_NAMES}validation_data=(x_val, y_val))",
        (
            f"{OF_TRAINING}{FIT_NAMES}validation_data=(scaler.transform(x_val), y_val))\n"
            f"{EVALUATED.format('x_test')}"
        ),
        (
            f"{OF_TRAINING}{FIT_NAMES}validation_data=(x_val, y_val))\n"
            f"{EVALUATED.format('scaler.transform(x_test)')}"
        ),
    ],
)
def test_a_part_that_is_not_scaled_is_found(code: str) -> None:
    assert codes_of(WINE + code, {"KS614"}) == ["KS614"]


@pytest.mark.parametrize(
    "code",
    [
        (
            f"{OF_TEST}{FIT_NAMES}validation_data=(scaler.transform(x_val), y_val))\n"
            f"{EVALUATED.format('scaler.transform(x_test)')}"
        ),
        (
            f"{OF_TEST}x_val = scaler.fit(x_train).transform(x_val)\n{FIT_NAMES}"
            "validation_data=(x_val, y_val))"
        ),
        f"{OF_TRAINING}model.fit(x_train, y_train, validation_data=(x_val, y_val))",
        (
            "x_train = scaler.fit_transform(x_train)\n"
            f"{OF_TRAINING}model.fit(x_train, y_train, validation_data=(x_val, y_val))"
        ),
    ],
)
def test_parts_that_are_scaled_alike_are_passed_over(code: str) -> None:
    assert codes_of(WINE + code, {"KS614"}) == []


@pytest.mark.parametrize(
    ("sizes", "use", "expected"),
    [
        ("test_size=0.9", "fit(a, c, validation_data=(b, d))", ["KS424"]),
        ("train_size=0.2", "fit(a, c, validation_data=(b, d))", ["KS424"]),
        ("train_size=0.2", "fit(a, c)\nmodel.evaluate(b, d)", ["KS424"]),
        ("train_size=0.2, test_size=0.1", "fit(a, c, validation_data=(b, d))", []),
        ("test_size=0.5", "fit(a, c, validation_data=(b, d))", []),
        ("test_size=share", "fit(a, c, validation_data=(b, d))", []),
        ("test_size=0.9", "fit(b, d, validation_data=(a, c))", []),
        ("train_size=0.2", "fit(a, c, validation_split=0.2)\nguessed = model.predict(b)", []),
    ],
)
def test_more_is_held_out_than_is_left(sizes: str, use: str, expected: list[str]) -> None:
    """A number that a loop or a setting chooses may be small to show what few samples do."""
    code = f"share = 0.9\na, b, c, d = train_test_split(x_train, y_train, {sizes})\nmodel.{use}\n"
    assert codes_of(WINE + code, {"KS424"}) == expected
