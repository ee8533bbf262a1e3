"""The reference of the service as Markdown, made from its document of OpenAPI."""

from collections.abc import Iterator
from typing import Any

from kspec.http.described import DOCUMENT
from kspec.http.problems import KINDS, TYPE

Schema = dict[str, Any]


def reference_page(document: Schema) -> str:
    """Every address with its options, bodies and answers; then every problem."""
    lines = ["# The service over HTTP", "", document["info"]["description"], ""]
    titles: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            title = (operation.get("tags") or ["Operation"])[0]
            section = titles.setdefault(title, [])
            section += _operation(f"{method.upper()} {path}", operation)
    for title, section in titles.items():
        lines += [f"## {title}", "", *section]
    lines += ["## Bodies", "", f"A document is one of {_listed(DOCUMENT['content'])}.", ""]
    return "\n".join([*lines, *_problems()])


def _operation(address: str, operation: Schema) -> Iterator[str]:
    yield from (f"### `{address}`", "", " ".join(operation["description"].split()), "")
    yield from _parameters(operation.get("parameters", ()))
    body = operation.get("requestBody")
    if body:
        one = body["content"].keys() == DOCUMENT["content"].keys()
        body_text = "a [document](#bodies)" if one else _listed(body["content"])
        yield from (f"Takes {body_text}.", "")
    yield from (f"Gives {', '.join(_answers(operation))}.", "")
    problems = sorted(status for status in operation["responses"] if status >= "400")
    if problems:
        yield from (f"Problems: {', '.join(problems)}.", "")


def _answers(operation: Schema) -> Iterator[str]:
    for media, content in operation["responses"]["200"].get("content", {}).items():
        name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
        yield f"`{media}` (`{name}.schema.json`)" if name else f"`{media}`"


def _listed(content: Schema) -> str:
    return ", ".join(f"`{media}`" for media in content)


def _parameters(parameters: list[Schema]) -> Iterator[str]:
    if not parameters:
        return
    yield from ("| option | type | meaning |", "|---|---|---|")
    for one in parameters:
        schema = one["schema"]
        where = " (in the path)" if one["in"] == "path" else ""
        meaning = one.get("description", "")
        yield f"| `{one['name']}`{where} | {_takes(schema)} | {meaning} |"
    yield ""


def _takes(schema: Schema) -> str:
    kinds = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    words = []
    for one in kinds:
        if "enum" in one:
            words += [f"`{value}`" for value in one["enum"]]
        elif one.get("type") == "array":
            words.append("words, with commas or repeated")
        else:
            words.append(str(one.get("type", "text")))
    default = schema.get("default")
    shown = str(default).lower() if isinstance(default, bool) else default
    return ", ".join(words) + (f"; `{shown}` without it" if default is not None else "")


def _problems() -> Iterator[str]:
    yield from ("## Problems", "")
    yield (
        "What is wrong with a request is `application/problem+json` (RFC 9457). Its `type` is "
        f"`{TYPE}` and a name, and never changes."
    )
    yield from ("", "| name | status | what it says | what to do |", "|---|---|---|---|")
    for name, kind in KINDS.items():
        yield f"| `{name}` | {kind.status} | {kind.title}. | {kind.help} |"
    yield ""
