"""The document of OpenAPI says what the service does, and the reference is made from it."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from kspec.http.app import create_app
from kspec.http.openapi import openapi
from kspec.http.reference import reference_page

DOCUMENT = openapi(create_app())
OPERATIONS = [
    (path, method, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
ROOT = "urn:document"
VALUES = {"/v1/rules/{rule}": "KS303", "/v1/describe/{name}": "Dense"}


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """The validator of a schema in the document."""
    registry = Registry().with_resource(ROOT, DRAFT202012.create_resource(DOCUMENT))
    text = json.dumps(schema).replace('"#/', f'"{ROOT}#/')
    return Draft202012Validator(json.loads(text), registry=registry)


def test_every_address_is_described() -> None:
    assert [f"{method.upper()} {path}" for path, method, _ in OPERATIONS] == [
        "POST /v1/lint",
        "POST /v1/fix",
        "POST /v1/check",
        "POST /v1/summary",
        "POST /v1/plot",
        "POST /v1/convert",
        "POST /v1/diff",
        "POST /v1/batch",
        "GET /v1/rules",
        "GET /v1/rules/{rule}",
        "GET /v1/describe/{name}",
        "GET /v1/schema",
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",
    ]
    assert DOCUMENT["openapi"].startswith("3.1")


def test_it_is_served(client: TestClient) -> None:
    assert client.get("/openapi.json").json() == DOCUMENT
    page = client.get("/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<code>POST /v1/lint</code>" in page.text
    assert "<script" not in page.text


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_answers_are_as_described(
    client: TestClient,
    path: str,
    method: str,
    operation: dict[str, Any],
    faulty: bytes,
) -> None:
    target = path.replace("{rule}", VALUES.get(path, "")).replace("{name}", VALUES.get(path, ""))
    content = operation["responses"]["200"]["content"]
    assert content
    for media, one in content.items():
        sent: dict[str, Any] = {}
        if path == "/v1/diff":
            sent = {"files": {"old": faulty, "new": faulty}}
        elif path == "/v1/batch":
            sent = {"content": json.dumps({"content": faulty.decode()})}
        elif method == "post":
            sent = {"content": faulty}
        answer = client.request(method, target, headers={"accept": media}, **sent)
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == media
        if media == "application/json":
            validator(one["schema"]).validate(answer.json())


@pytest.mark.parametrize("path", [path for path, method, _ in OPERATIONS if method == "post"])
def test_problems_are_as_described(client: TestClient, path: str) -> None:
    responses = DOCUMENT["paths"][path]["post"]["responses"]
    for arguments in (
        {"params": {"nothing": "1"}},
        {"headers": {"content-type": "image/png"}},
        {"headers": {"accept": "image/png"}},
        {"headers": {"host": "example.com"}},
        {"headers": {"origin": "https://example.com"}},
    ):
        answer = client.post(path, content=b"x", **arguments)  # type: ignore[arg-type]
        schema = responses[str(answer.status_code)]["content"]["application/problem+json"]
        validator(schema["schema"]).validate(answer.json())


def test_every_schema_is_one() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert {"lint", "fix", "check", "problem"} <= schemas.keys()
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


def test_the_reference_names_every_option() -> None:
    page = reference_page(DOCUMENT)
    for path, method, operation in OPERATIONS:
        assert f"### `{method.upper()} {path}`" in page
        for parameter in operation.get("parameters", ()):
            assert f"| `{parameter['name']}`" in page
