"""Glossary of the fields, a sentence each: for editors and the reference, never for lint."""

from functools import cache
from importlib.resources import files

from kspec.spec.spec_object import SpecObject


def meaning(cls: type[SpecObject], field: str) -> str:
    """Meaning of a field of a class, by its name in documents.

    Raises `KeyError` for a field without a meaning.
    """
    words = glossary()
    return words.get(f"{cls.__name__}.{field}") or words[field]


@cache
def glossary() -> dict[str, str]:
    """All sentences, by the name of the field, or by ``Class.field`` where a class differs."""
    import yaml

    text = files("kspec.spec").joinpath("glossary.yaml").read_text(encoding="utf-8")
    words: dict[str, str] = yaml.safe_load(text)
    return words
