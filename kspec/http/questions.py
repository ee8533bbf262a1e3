"""Questions to a worker, with their parameters and documents; the answer is the bytes of the
response.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kspec.http.problems import ProblemError
from kspec.linter.finding import Severity
from kspec.linter.report import Report
from kspec.named_tuple import NamedTuple
from kspec.report import render
from kspec.report.options import DEFAULT as PLAIN
from kspec.service import answers
from kspec.service.check import check
from kspec.service.models import model_of, network_of
from kspec.service.options import LintOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kspec.outputs.lint import LintOutput
    from kspec.service.models import Model

JSON = "application/json"
SARIF = "application/sarif+json"
NDJSON = "application/x-ndjson"
TEXT = "text/plain"
PATCH = "text/x-diff"
SVG = "image/svg+xml"
MARKDOWN = "text/markdown"
HTML = "text/html"
XML = "application/xml"
SCHEMA = "application/schema+json"
REPORTS: Mapping[str, str] = {
    "json": JSON,
    "sarif": SARIF,
    "jsonl": NDJSON,
    "concise": TEXT,
    "full": TEXT,
    "github": TEXT,
    "junit": XML,
}
"""The media type of each format of a report; the header `accept` alone takes the first of one."""
TABLES: Mapping[str, str] = {"json": JSON, "text": TEXT}


UNNAMED = "<text>"
"""Name of a document without one."""


class Answer(NamedTuple):
    """Body of an answer, its media type, and the numbers of findings."""

    body: bytes
    media: str = JSON
    findings: dict[str, int] | None = None
    """Numbers of findings by severity."""


class Job(NamedTuple):
    """Question: the media type of its answer, the options, and the documents with names."""

    media: str
    options: LintOptions
    parameters: dict[str, Any]
    documents: list[tuple[bytes, str]]

    @classmethod
    def of(cls, head: dict[str, Any], bodies: list[bytes]) -> Job:
        """The question of a message."""
        options: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in head["options"].items()
        }
        documents = list(zip(bodies, head["names"], strict=True))
        return cls(head["media"], LintOptions(**options), head["parameters"], documents)

    def network(self, index: int = 0) -> Model:
        """The model of a document; raises `OptionError`."""
        return network_of(*self.documents[index], self.options)


def answer(head: dict[str, Any], bodies: list[bytes]) -> Answer:
    """The answer to a message; raises `kspec.service.errors.AnswerError`."""
    return QUESTIONS[head["question"]](Job.of(head, bodies))


def _lint(job: Job) -> Answer:
    report = _bounded(model_of(*job.documents[0], job.options), job)
    text = render(report, job.parameters["format"], PLAIN)
    return Answer(_encoded(text and text + "\n"), job.media, _counts(report))


def _bounded(model: Model, job: Job) -> Report:
    """Report, cut where the findings are more than requested, or than the limit."""
    limit, most = job.options.limit, job.parameters["most"]
    if limit is None and len(model.checked.findings) > most:
        limit = most
    return Report([model.checked], limit)


def _counts(report: Report) -> dict[str, int]:
    return {
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "advice": report.count(Severity.ADVICE),
    }


def _line(job: Job) -> Answer:
    """A line of a batch: a document in JSON, and its report in one line."""
    head: dict[str, object] = {"line": job.parameters["line"]}
    try:
        content, name = _of_line(job.documents[0][0], job.parameters["longest"])
    except (ValueError, RecursionError) as error:
        problem = ProblemError("wrong-body", f"the line is not as it must be: {error}")
        return Answer(json.dumps({**head, "problem": problem.to_dict()}).encode() + b"\n")
    report = _bounded(model_of(content, name, job.options), job)
    head |= {"filename": name, "report": report.to_dict()}
    return Answer(json.dumps(head).encode() + b"\n", JSON, _counts(report))


def _of_line(line: bytes, longest: int) -> tuple[str, str]:
    """The content and name in a line; raises `ValueError`."""
    value = json.loads(line)
    if not isinstance(value, dict) or not isinstance(value.get("content"), str):
        raise ValueError('it takes {"filename": "model.json", "content": "..."}')  # noqa: TRY004 - as json says it
    if len(value["content"]) > longest:
        raise ValueError(f"the content is longer than {longest:,} characters")
    return value["content"], str(value.get("filename") or UNNAMED)


def _fix(job: Job) -> Answer:
    options = _listing(job)
    mended = answers.fix(*job.documents[0], options, unsafe=job.parameters["unsafe"])
    left = _summed(mended["report"])
    if job.media == JSON:
        return Answer(_json(mended), JSON, left)
    return Answer(_encoded(mended["diff" if job.media == PATCH else "text"]), job.media, left)


def _check(job: Job) -> Answer:
    answer = check(*job.documents[0], _listing(job))
    return Answer(_json(answer), JSON, _summed(answer["report"]))


def _summed(report: LintOutput) -> dict[str, int]:
    """Numbers of findings in a report that is written already."""
    summary = report["summary"]
    return {key: summary[key] for key in ("errors", "warnings", "advice")}


def _listing(job: Job) -> LintOptions:
    options = job.options
    return options._replace(limit=options.limit or job.parameters["most"])


def _summary(job: Job) -> Answer:
    summary = answers.summary(job.network())
    if job.media == JSON:
        return Answer(_json(summary.to_dict()))
    from kspec.analysis.summary_table import table
    from kspec.source.visible import visible

    lines = table(summary, expand=job.parameters["expand"])
    return Answer(_encoded("".join(f"{visible(line)}\n" for line in lines)), TEXT)


def _plot(job: Job) -> Answer:
    drawing = answers.Drawing(**job.parameters)
    return Answer(_encoded(answers.plot(job.network(), drawing)), SVG)


def _diff(job: Job) -> Answer:
    compared = answers.diff(job.network(), job.network(1))
    if job.media == JSON:
        return Answer(_json(compared.to_dict()))
    from kspec.report.comparison import render

    return Answer(_encoded(render(compared) + "\n"), TEXT)


def _convert(job: Job) -> Answer:
    text = answers.convert(job.network(), job.parameters["to"])
    if job.media == JSON:
        return Answer(_json({"version": 1, "to": job.parameters["to"], "text": text}))
    return Answer(_encoded(text), TEXT)


def _call(job: Job) -> Answer:
    """Call a function that the service itself names: no request can."""
    from importlib import import_module

    module, _, name = job.parameters["function"].partition(":")
    return Answer(_json(getattr(import_module(module), name)(*job.parameters["arguments"])))


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2) + "\n").encode()


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


QUESTIONS: dict[str, Callable[[Job], Answer]] = {
    "lint": _lint,
    "line": _line,
    "fix": _fix,
    "check": _check,
    "summary": _summary,
    "plot": _plot,
    "diff": _diff,
    "convert": _convert,
    "call": _call,
}
