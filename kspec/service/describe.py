"""Description of a name: a class, a field or a rule."""

import inspect
import json
from collections.abc import Iterator
from typing import Any

from kspec.outputs.describe import DescribeOutput, Description, FieldDescription
from kspec.service.errors import UnknownNameError
from kspec.spec.field_words import takes
from kspec.spec.glossary import glossary
from kspec.spec.layers.base import Layer
from kspec.spec.registry import REGISTRIES
from kspec.spec.spec_object import Field, SpecObject


def describe(name: str) -> DescribeOutput:
    """Describe everything with this name; raises `UnknownNameError`, which names the nearest."""
    descriptions = [
        *(
            class_dict(noun, cls)
            for noun, one in REGISTRIES.items()
            if (cls := one.find(name)) is not None
        ),
        *_fields_named(name),
        *_rules_named(name),
    ]
    if not descriptions:
        raise UnknownNameError(_unknown(name))
    return {"version": 1, "name": name, "descriptions": descriptions}


def class_dict(noun: str, cls: type[SpecObject]) -> Description:
    """Describe a class of Keras and its fields."""
    shared = Layer.model_fields if issubclass(cls, Layer) else {}
    fields = sorted(cls.written().items(), key=lambda item: item[1][0] in shared)
    also = (*vars(cls).get("strings", ()), *vars(cls).get("aliases", ()))
    return {
        "kind": noun,
        "name": cls.__name__,
        "also": [word for word in also if word != cls.__name__],
        "text": inspect.cleandoc(cls.__doc__ or ""),
        "fields": [_field(cls, name, field) for name, (_, field) in fields],
    }


def _field(cls: type[SpecObject], name: str, field: Field) -> FieldDescription:
    words = glossary()
    described: FieldDescription = {
        "name": name,
        "takes": takes(field, cls),
        "required": field.is_required(),
        "meaning": words.get(f"{cls.__name__}.{name}") or words.get(name, ""),
    }
    if not field.is_required():
        described["default"] = _plain(field.default)
    return described


def _plain(value: Any) -> Any:  # noqa: ANN401 - a default of any type
    """Default in JSON; its `repr` where it is no JSON."""
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        return repr(value)
    return value


def _fields_named(name: str) -> Iterator[Description]:
    """Describe a field, in general and in the classes where it means something else."""
    for key, text in glossary().items():
        if key.rpartition(".")[2] == name or key == name:
            yield {"kind": "field", "name": key, "also": [], "text": text, "fields": []}


def _rules_named(name: str) -> Iterator[Description]:
    from kspec.linter.rule_page import read_page
    from kspec.linter.selection import entry_named

    entry = entry_named(name) or entry_named(name.upper())
    if entry is not None:
        text = read_page(entry).text
        yield {"kind": "rule", "name": entry.code, "also": [entry.name], "text": text, "fields": []}


def _unknown(name: str) -> str:
    from kspec.linter.rules.index import RULES
    from kspec.spec.suggest import nearest

    known = [word for one in REGISTRIES.values() for word in (*one.names(), *one.strings())]
    known += [key.rpartition(".")[2] for key in glossary()]
    known += [word for rule in RULES for word in (rule.code, rule.name)]
    meant = nearest(name, dict.fromkeys(known))
    hint = f'did you mean "{meant}"?' if meant else "name a class of Keras, a field or a rule"
    return f'"{name}" is no class, field nor rule; {hint}'
