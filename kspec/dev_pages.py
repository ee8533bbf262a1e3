"""The pages of the docs that are made from the code: of rules, and of families of classes."""

import inspect
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from kspec.named_tuple import NamedTuple
from kspec.service.rules import index_markdown, rule_markdown, rules
from kspec.spec.field_words import SINGULAR, kind_words, takes
from kspec.spec.glossary import meaning
from kspec.spec.layers.base import Layer
from kspec.spec.spec_object import Field, SpecObject

Pages = dict[str, str]
"""Texts by their path in the docs folder."""


class Family(NamedTuple):
    """Family of a page in Keras's own documentation: its title, and our modules in it."""

    title: str
    modules: tuple[str, ...]


FAMILIES: dict[str, Family] = {
    "core": Family(
        "Core layers", ("base", "core", "input", "embedding", "masking", "einsum", "opaque")
    ),
    "convolution": Family(
        "Convolution layers", ("conv", "convolution", "conv_transpose", "depthwise_conv")
    ),
    "pooling": Family("Pooling layers", ("pooling", "global_pooling", "adaptive_pooling")),
    "recurrent": Family(
        "Recurrent layers", ("recurrent", "recurrent_cells", "recurrent_units", "conv_lstm")
    ),
    "attention": Family("Attention layers", ("attention", "multi_head_attention")),
    "normalization": Family("Normalization layers", ("normalization",)),
    "regularization": Family("Regularization layers", ("dropout",)),
    "reshaping": Family("Reshaping layers", ("flatten", "reshaping", "padding", "upsampling")),
    "merging": Family("Merging layers", ("merging",)),
    "activation": Family("Activation layers", ("activation",)),
    "wrappers": Family("Wrappers", ("wrappers",)),
    "models": Family("Models in models", ("models", "nested")),
    "preprocessing": Family(
        "Preprocessing layers",
        ("lookup", "categorical", "scaling", "rescaling", "images", "audio", "pipeline"),
    ),
    "augmentation": Family(
        "Augmentation layers",
        ("augmentation", "augmentation_color", "augmentation_geometry", "augmentation_mixing"),
    ),
}
REFERENCE: dict[str, str] = {
    "loss": "losses",
    "metric": "metrics",
    "optimizer": "optimizers",
    "learning-rate schedule": "schedules",
    "initializer": "initializers",
    "regularizer": "regularizers",
    "constraint": "constraints",
    "callback": "callbacks",
}
"""The page in `reference/` of each other kind that a spec can name."""

COUNT = re.compile(r"(<!-- count: (\w+) -->)\d+(?=<!-- end -->)")
"""A number in a page written by hand, which the code knows."""

HEAD = "<!-- Made from the code by `make generate`. -->"


def with_counts(text: str, counts: Mapping[str, int]) -> str:
    """A page with the numbers that the code has now."""
    return COUNT.sub(lambda match: f"{match[1]}{counts[match[2]]}", text)


def layer_pages(classes: Iterable[type[SpecObject]]) -> Pages:
    """The pages of the layers by family, and their index."""
    families = {name: Family(item.title, ()) for name, item in FAMILIES.items()}
    members: dict[str, list[type[SpecObject]]] = {}
    for cls in classes:
        members.setdefault(family_of(cls), []).append(cls)
    pages = {}
    index = [HEAD, "", "# Layers", "", f"kspec knows {sum(map(len, members.values()))} layers."]
    index += ["Every one takes these fields besides its own:", "", *_table(Layer), ""]
    for name in [*families, *sorted(members.keys() - families.keys())]:
        members_ = sorted(members.get(name, ()), key=lambda cls: cls.__name__)
        title = families[name].title if name in families else name.replace("_", " ").capitalize()
        pages[f"layers/{name}.md"] = class_page(title, members_)
        links = ", ".join(f"[{cls.__name__}]({name}.md#{_anchor(cls)})" for cls in members_)
        index += [f"## {title}", "", links, ""]
    pages["layers/index.md"] = "\n".join(index)
    return pages


def family_of(cls: type[SpecObject]) -> str:
    """The family of a layer by its module; one that no family has is a family of its own."""
    module = cls.__module__.rpartition(".")[2]
    return next((name for name, item in FAMILIES.items() if module in item.modules), module)


def class_page(title: str, classes: Iterable[type[SpecObject]]) -> str:
    """Page with a section for each class: its description, and its fields."""
    lines = [HEAD, "", f"# {title}", ""]
    for cls in classes:
        lines += [f"## {cls.__name__}", "", inspect.cleandoc(cls.__doc__ or ""), ""]
        lines += [*_facts(cls), *_table(cls), ""]
    return "\n".join(lines).rstrip() + "\n"


def _facts(cls: type[SpecObject]) -> Iterator[str]:
    if issubclass(cls, Layer) and cls.input_spec.description != Layer.input_spec.description:
        yield f"Takes {cls.input_spec.description}."
        yield ""
    others = (*vars(cls).get("strings", ()), *vars(cls).get("aliases", ()))
    names = ", ".join(f"`{name}`" for name in others if name != cls.__name__)
    if names:
        yield f"Also written {names}."
        yield ""


def _table(cls: type[SpecObject]) -> Iterator[str]:
    """The fields of a class as a Markdown table, without those that every layer has."""
    shared = Layer.model_fields if issubclass(cls, Layer) and cls is not Layer else {}
    rows = [
        f"| `{name}` | {type_text(field, cls)} | {_default(field)} | {meaning(cls, name)} |"
        for name, (attribute, field) in cls.written().items()
        if attribute not in shared
    ]
    if rows:
        yield from ("| field | type | default | meaning |", "|---|---|---|---|", *rows)
    else:
        yield "No fields of its own."


def type_text(field: Field, cls: type[SpecObject]) -> str:
    """Type of a field in words; objects of a kind by their kind, with a link."""
    return takes(field, cls, partial(_linked, cls)).replace("|", r"\|")


def _linked(cls: type[SpecObject], noun: str) -> str:
    one = SINGULAR.get(noun, noun)
    if one not in REFERENCE:
        return kind_words(noun)
    folder = "../reference/" if issubclass(cls, Layer) else ""
    return f"[{kind_words(noun)}]({folder}{REFERENCE[one]}.md)"


def _default(field: Field) -> str:
    if field.is_required():
        return "required"
    value = field.default
    try:
        return f"`{json.dumps(value)}`"
    except TypeError:
        return f"`{value!r}`"


def _anchor(cls: type[SpecObject]) -> str:
    return cls.__name__.lower()


def published_rules() -> Pages:
    """The published page of each rule, and their index."""
    rules_ = rules()
    pages = {f"rules/{rule['code']}.md": f"{HEAD}\n\n{rule_markdown(rule)}" for rule in rules_}
    return pages | {"rules/index.md": f"{HEAD}\n\n{index_markdown(rules_)}"}
