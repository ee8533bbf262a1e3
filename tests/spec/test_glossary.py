"""Every field says what it means, and nothing is said of fields that are not there."""

from kspec.dev import KINDS, described_classes
from kspec.spec.glossary import glossary, meaning
from kspec.spec.model import ModelSpec
from kspec.spec.training.compile import Compile
from kspec.spec.training.data import Data
from kspec.spec.training.fit import Fit
from kspec.spec.training.sweep import Swept

CLASSES = [
    cls
    for noun, package in KINDS.items()
    if noun != "operation"
    for cls in described_classes(package)
] + [ModelSpec, Compile, Data, Fit, Swept]


def test_every_field_has_a_sentence() -> None:
    for cls in CLASSES:
        for field in cls.written():
            assert meaning(cls, field).endswith("."), f"{cls.__name__}.{field}"


def test_every_sentence_is_of_a_field() -> None:
    fields = {name for cls in CLASSES for name in cls.written()}
    own = {f"{cls.__name__}.{name}" for cls in CLASSES for name in cls.written()}
    assert set(glossary()) <= fields | own


def test_what_a_class_says_differs_from_what_the_name_says() -> None:
    words = glossary()
    for entry, sentence in words.items():
        assert words.get(entry.partition(".")[2]) != sentence, entry
