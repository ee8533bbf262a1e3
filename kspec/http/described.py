"""OpenAPI descriptions of routes: their parameters, and their answer in each media type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.routing import APIRoute

from kspec.http.bodies import FORM, FORMATS
from kspec.http.problems import KINDS, MEDIA

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping

    from fastapi import Request, Response

    from kspec.http.queries import Query

OF_ALL = ("unauthorized", "wrong-host")
OF_DOCUMENTS = (
    *("wrong-option", "wrong-body", "foreign-origin", "not-acceptable", "slow-body", "too-large"),
    *("unsupported-media-type", "gave-up", "internal", "busy"),
)
"""The problems of every route that takes a document."""

FILE = {"type": "string", "format": "binary"}
DOCUMENT: dict[str, Any] = {
    "required": False,  # an empty text is a document, with a finding
    "content": {
        **{media: {"schema": {}} for media in FORMATS if media},
        FORM: {"schema": {"type": "object", "properties": {"file": FILE}, "required": ["file"]}},
    },
}
TWO_DOCUMENTS: dict[str, Any] = {
    "required": True,
    "content": {
        FORM: {
            "schema": {
                "type": "object",
                "properties": {"old": FILE, "new": FILE},
                "required": ["old", "new"],
            }
        }
    },
}


class Plain(APIRoute):
    """Route whose function takes the request alone: FastAPI would inspect its parameters for each
    request, which takes as long as all the rest of the way there.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The function itself."""
        handler: Callable[[Request], Coroutine[Any, Any, Response]] = self.endpoint
        return handler


def reference(schema: str) -> dict[str, str]:
    """A reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{schema}"}


def described(
    answers: Mapping[str, str | None],
    body: Mapping[str, Any] | None = None,
    query: type[Query] | None = None,
    problems: Iterable[str] = (),
) -> dict[str, Any]:
    """The arguments of a route's decorator.

    ``answers`` are the media types that it can give, each with the name of its schema, or None for
    a text; ``query`` are the options.
    """
    content = {
        media: {"schema": _text(media) if schema is None else reference(schema)}
        for media, schema in answers.items()
    }
    kinds = [*OF_ALL, *(OF_DOCUMENTS if body else ("busy",)), *problems]
    responses = {200: {"content": content}, **_problems(kinds)}
    extra: dict[str, Any] = {"requestBody": body} if body else {}
    if query is not None:
        extra["parameters"] = list(_parameters(query))
    return {"responses": responses, "openapi_extra": extra}


def _parameters(query: type[Query]) -> Iterator[dict[str, Any]]:
    """The options as OpenAPI has them."""
    for name, schema in query.model_json_schema()["properties"].items():
        parameter_schema = {
            key: value for key, value in schema.items() if key not in {"title", "description"}
        }
        yield {
            "name": name,
            "in": "query",
            "description": schema["description"],
            "schema": parameter_schema,
        }


def _text(media: str) -> dict[str, str]:
    """Schema of an answer without a type: a text, or some JSON."""
    return {} if media.endswith("json") else {"type": "string"}


def _problems(kinds: Iterable[str]) -> dict[int | str, dict[str, Any]]:
    """The responses for some kinds of problems, those of one status together."""
    titles: dict[int, list[str]] = {}
    for kind in kinds:
        titles.setdefault(KINDS[kind].status, []).append(f"{KINDS[kind].title} (`{kind}`).")
    content = {MEDIA: {"schema": reference("problem")}}
    return {
        status: {"description": " ".join(texts), "content": content}
        for status, texts in sorted(titles.items())
    }
