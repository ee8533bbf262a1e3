"""The names of files that callbacks fill in."""

import pytest

from kspec.spec.training.callbacks.outside import placeholders, with_placeholder


@pytest.mark.parametrize(
    ("path", "after"),
    [
        ("{epoch:02d}-{val_acc:.2f}.keras", "{epoch:02d}-{val_accuracy:.2f}.keras"),
        ("{val_acc}-{val_accuracy}.keras", "{val_accuracy}-{val_accuracy}.keras"),
        ("{{val_acc}}-{val_acc!r:>5}", "{{val_acc}}-{val_accuracy!r:>5}"),
        ("{val_acc[0]}", "{val_accuracy[0]}"),
    ],
)
def test_only_the_value_of_that_name_gets_another(path: str, after: str) -> None:
    assert with_placeholder(path, "val_acc", "val_accuracy") == after
    assert placeholders(after) == [
        "val_accuracy" if name == "val_acc" else name for name in placeholders(path) or ()
    ]
