"""Options of requests in the query of an address."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kspec.http.problems import ProblemError
from kspec.service.options import DEFAULTS, LintOptions, unknown_word
from kspec.spec.suggest import nearest
from kspec.spec.tasks import TaskName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.fields import FieldInfo
    from starlette.requests import Request

LONGEST = 100
"""Characters of an unknown option that are repeated."""

Rules = Annotated[list[str], Field(default_factory=list, max_length=200)]
Name = Annotated[str, Field(max_length=1000)]
FORMAT = "The format of the answer, where the header `accept` does not tell it."
TextOrJson = Annotated[
    Literal["text", "json"] | None, Field(alias="output-format", description=FORMAT)
]


def words(texts: list[str]) -> tuple[str, ...]:
    """The words of an option that takes commas and may be repeated."""
    return tuple(word.strip() for text in texts for word in text.split(",") if word.strip())


class Query(BaseModel):
    """Options that are known, and no others."""

    model_config = ConfigDict(extra="forbid")

    def options(self, format: str | None) -> LintOptions:  # noqa: A002 - as `LintOptions`
        """The options in the form that the service takes."""
        return DEFAULTS._replace(format=format)


Q = TypeVar("Q", bound=Query)


def query_of(request: Request, kind: type[Q]) -> Q:
    """Read the options of a request; raises `ProblemError`, which lists the possible ones.

    FastAPI would read them too, and take as long for it as for all the rest of a request.
    """
    values: dict[str, Any] = {}
    for key, value in request.query_params.multi_items():
        field = _fields(kind).get(key)
        if field is not None and field.default_factory is not None:
            values.setdefault(key, []).append(value)
        else:
            values[key] = value
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        wrong = (_sentence(kind, str(one["loc"][0]), one) for one in error.errors())
        raise ProblemError("wrong-option", "; ".join(wrong)) from None


@cache
def _fields(kind: type[Query]) -> dict[str, FieldInfo]:
    """The fields by the names that addresses have."""
    return {field.alias or name: field for name, field in kind.model_fields.items()}


def _sentence(kind: type[Query], name: str, error: Mapping[str, Any]) -> str:
    if error["type"] == "literal_error":
        known = re.findall("'([^']+)'", error["ctx"]["expected"])
        return unknown_word(name, error["input"][:LONGEST], known)
    if error["type"] != "extra_forbidden":
        return f"{name}: {error['msg']}"
    meant = nearest(name[:LONGEST], _fields(kind))
    hint = f'did you mean "{meant}"?' if meant else f"there are {', '.join(_fields(kind))}"
    return f'"{name[:LONGEST]}" is no option; {hint}'


class DocumentQuery(Query):
    """Query of a document."""

    filename: Name | None = Field(
        None, description="What findings call the document; its suffix tells the format."
    )


class ModelQuery(Query):
    """Query that selects a model."""

    model: Name | None = Field(
        None, description="Which model of a script or notebook: its variable, or line."
    )

    def options(self, format: str | None) -> LintOptions:  # noqa: A002 - as `LintOptions`
        """The options in the form that the service takes."""
        return super().options(format)._replace(model=self.model)


class RulesQuery(Query):
    """The options of the rules, as the command line has them."""

    task: TaskName | None = Field(
        None, description="The task, such as `regression`, where the document does not say it."
    )
    select: Rules = Field(description="Run only these rules: codes, prefixes, families or names.")
    ignore: Rules = Field(description="Do not run these rules.")
    extend_select: Rules = Field(
        alias="extend-select", description="Run these rules too, such as `advice`."
    )
    severity: Rules = Field(description="`RULE=SEVERITY`: make a rule an error or a warning.")
    preview: bool = Field(default=False, description="Run the rules that are still in preview.")
    limit: int | None = Field(None, ge=1, description="How many findings are listed at most.")

    def options(self, format: str | None) -> LintOptions:  # noqa: A002 - as `LintOptions`
        """The options in the form that the service takes."""
        return LintOptions(
            task=self.task,
            format=format,
            select=words(self.select),
            ignore=words(self.ignore),
            extend_select=words(self.extend_select),
            severity=words(self.severity),
            preview=self.preview,
            limit=self.limit,
        )


class LintQuery(RulesQuery, DocumentQuery):
    """The options of check."""


class ReportQuery(LintQuery):
    """The options of lint."""

    output_format: Annotated[
        Literal["full", "concise", "json", "jsonl", "sarif", "github", "junit"] | None,
        Field(alias="output-format", description=FORMAT),
    ] = None


class FixQuery(LintQuery):
    """The options of fix."""

    unsafe_fixes: bool = Field(
        default=False,
        alias="unsafe-fixes",
        description="Make fixes too that may change the meaning.",
    )
    diff: bool = Field(default=False, description="Give the diff, as `accept: text/x-diff` does.")


class SummaryQuery(ModelQuery, DocumentQuery):
    """The options of summary."""

    output_format: TextOrJson = None
    expand: bool = Field(
        default=False, description="In the text, show the layers inside nested models."
    )


class PlotQuery(ModelQuery, LintQuery):
    """The options of plot."""

    theme: Literal["auto", "light", "dark"] = Field("auto", description="The colours.")
    fold: bool = Field(default=True, description="Draw blocks that repeat once.")
    expand: bool = Field(default=False, description="Draw the layers inside nested models.")


class ConvertQuery(ModelQuery, DocumentQuery):
    """The options of convert."""

    to: Literal["native", "keras", "python"] = Field(
        "native", description="A native spec, the JSON of Keras, or Keras code."
    )


class DiffQuery(ModelQuery):
    """Query of two documents."""

    output_format: TextOrJson = None
    old: Name | None = Field(
        None, description="The name of the first; its suffix tells the format."
    )
    new: Name | None = Field(None, description="The name of the second.")
