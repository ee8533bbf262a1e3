"""The options of requests, as they stand in the query of an address."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kspec.service.options import DEFAULTS, LintOptions
from kspec.spec.tasks import TaskName

Rules = Annotated[list[str], Field(default_factory=list, max_length=200)]
Name = Annotated[str, Field(max_length=1000)]


def words(texts: list[str]) -> tuple[str, ...]:
    """The words of an option that takes commas and may be repeated."""
    return tuple(word.strip() for text in texts for word in text.split(",") if word.strip())


class DocumentQuery(BaseModel):
    """What is said of a document."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = Field(
        None, description="What findings call the document; its suffix tells the format."
    )

    def options(self, format: str | None) -> LintOptions:  # noqa: A002 - as `LintOptions`
        """The options in the form that the service takes."""
        return DEFAULTS._replace(format=format)


class LintQuery(DocumentQuery):
    """The options of lint, as the command line has them."""

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


class FixQuery(LintQuery):
    """The options of fix."""

    unsafe: bool = Field(default=False, description="Make fixes too that may change the meaning.")


class SummaryQuery(DocumentQuery):
    """The options of summary."""

    expand: bool = Field(
        default=False, description="In the text, show the layers inside nested models."
    )


class PlotQuery(LintQuery):
    """The options of plot."""

    theme: Literal["auto", "light", "dark"] = Field("auto", description="The colours.")
    fold: bool = Field(default=True, description="Draw blocks that repeat once.")
    expand: bool = Field(default=False, description="Draw the layers inside nested models.")


class ConvertQuery(DocumentQuery):
    """The options of convert."""

    to: Literal["native", "keras", "python"] = Field(
        "native", description="A native spec, the JSON of Keras, or Keras code."
    )


class DiffQuery(BaseModel):
    """What is said of two documents."""

    model_config = ConfigDict(extra="forbid")

    old: Name | None = Field(
        None, description="The name of the first; its suffix tells the format."
    )
    new: Name | None = Field(None, description="The name of the second.")


class BatchQuery(LintQuery):
    """The options of batch; the lines name their documents."""
