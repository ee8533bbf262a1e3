"""Document of OpenAPI 3.1, made from the routes and the types of their answers."""

import json
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from kspec.http.problems import KINDS, TYPE
from kspec.outputs.schemas import schemas
from kspec.version import __version__

Schema = dict[str, Any]
ABOUT = (
    "What is wrong with a Keras model, what mends it, how large it is and how it looks. The body "
    "of a request is the document itself: a spec in JSON or YAML, a file that `model.to_json()` "
    "wrote, a `.keras` archive, Keras code or a notebook. A faulty document is no error of HTTP: "
    "its findings are the answer."
)
PROBLEM: Schema = {
    "title": "Problem",
    "description": "What is wrong with a request, as RFC 9457 says it.",
    "type": "object",
    "properties": {
        "type": {"enum": [TYPE + kind for kind in KINDS]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}

LINE: Schema = {
    "title": "Line of a batch",
    "type": "object",
    "properties": {
        "filename": {"type": "string", "description": "What findings call the document."},
        "content": {"type": "string", "description": "The text of the document."},
    },
    "required": ["content"],
}


def openapi(app: FastAPI) -> Schema:
    """The document of an application."""
    document = get_openapi(
        title="kspec",
        version=__version__,
        summary="A linter for Keras models, over HTTP.",
        description=ABOUT,
        routes=app.routes,
    )
    for operation in _operations(document):
        operation["responses"] = {
            status: response
            for status, response in operation["responses"].items()
            if "HTTPValidationError" not in json.dumps(response)
        }
    components: Schema = {"problem": PROBLEM, "line": LINE}
    for name, schema in schemas().items():
        components |= _component(name, schema)
    components["rules"] = {"type": "array", "items": {"$ref": "#/components/schemas/rule"}}
    document["components"] = {
        "schemas": {name: components[name] for name in _needed(document["paths"], components)},
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    }
    document["security"] = [{}, {"token": []}]
    return document


def _operations(document: Schema) -> Iterator[Schema]:
    for path in document["paths"].values():
        yield from path.values()


def _component(name: str, schema: Schema) -> dict[str, Schema]:
    """A schema and its parts, each under a name of its own."""
    text = json.dumps({key: value for key, value in schema.items() if key != "$schema"})
    whole = json.loads(text.replace('"#/$defs/', f'"#/components/schemas/{name}.'))
    parts = whole.pop("$defs", {})
    return {name: whole, **{f"{name}.{part}": one for part, one in parts.items()}}


def _needed(paths: Schema, components: dict[str, Schema]) -> list[str]:
    """The components that the paths use, and those that these use."""
    needed: set[str] = set()
    left = [json.dumps(paths)]
    while left:
        text = left.pop()
        for name, schema in components.items():
            if name not in needed and f'"#/components/schemas/{name}"' in text:
                needed.add(name)
                left.append(json.dumps(schema))
    return sorted(needed)
