"""Resources by address: the pages of rules and layers, and examples."""

from collections.abc import Iterator

from kspec.mcp.answers import clipped, description_lines
from kspec.named_tuple import NamedTuple
from kspec.service.errors import AnswerError
from kspec.spec.tasks import TASKS

MARKDOWN, JSON = "text/markdown", "application/json"
TEMPLATES = (
    ("kspec://rules/{code}", "rule", "The page of a rule, by its code or name."),
    ("kspec://layers/{name}", "layer", "What a layer does, and its fields."),
    ("kspec://examples/{name}", "example", "A first spec for a task."),
)


class Example(NamedTuple):
    """An address with its name and media type."""

    uri: str
    name: str
    media: str


def examples() -> Iterator[Example]:
    """A first spec for each task."""
    for task in TASKS:
        yield Example(f"kspec://examples/{task}", task, JSON)


def read(uri: str) -> tuple[str, str]:
    """The media type and text at an address; raises `AnswerError`."""
    kind, _, name = uri.removeprefix("kspec://").partition("/")
    reader = READERS.get(kind)
    if reader is None or not uri.startswith("kspec://"):
        known = ", ".join(template for template, _, _ in TEMPLATES)
        raise AnswerError(f"There is nothing at {uri}: read {known}.")
    return reader(name)


def _rule(name: str) -> tuple[str, str]:
    from kspec.service.rules import rule

    page = rule(name)
    return MARKDOWN, f"# {page['code']} {page['name']}\n\n{page['page']}"


def _layer(name: str) -> tuple[str, str]:
    from kspec.service.describe import describe

    layers = [one for one in describe(name)["descriptions"] if one["kind"] == "layer"]
    if not layers:
        raise AnswerError(f'"{name}" is no layer: call describe for other names.')
    lines = [line for one in layers for line in description_lines(one)]
    return MARKDOWN, clipped(lines, "call describe with one of its fields.")


def _example(name: str) -> tuple[str, str]:
    from kspec.service.start import start

    return JSON, start(name)["text"]


READERS = {"rules": _rule, "layers": _layer, "examples": _example}
