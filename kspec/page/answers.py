"""Answers of kspec inside the browser, as `kspec serve` gives them over HTTP."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from kspec.service import answers
from kspec.service.check import check
from kspec.service.errors import AnswerError
from kspec.service.models import network_of
from kspec.service.options import DEFAULTS, LintOptions
from kspec.source.limits import MAX_BYTES

Source = dict[str, str]


DESCRIBED = ("config.json", "metadata.json")
"""Members of a `.keras` archive that describe the model."""


def answer(question: str, values: str) -> str:
    """The answer as JSON: ``value``, or ``error`` with a sentence for the reader.

    ``values`` is a JSON list; a document in it is an object with ``name`` and either ``text`` or
    the path of an opened ``file``, and with ``also``, a rule that is run though it is not by
    default.
    """
    try:
        return json.dumps({"value": QUESTIONS[question](*json.loads(values))})
    except AnswerError as error:
        return json.dumps({"error": str(error)})


def _check(source: Source) -> object:
    return check(_content(source), source["name"], _options(source))


def _fix(source: Source) -> str:
    return answers.fix(_content(source), source["name"], _options(source))["text"]


def _options(source: Source) -> LintOptions:
    also = source.get("also")
    return DEFAULTS._replace(extend_select=(also,) if also else ())


def _convert(source: Source, to: str, model: str | None = None) -> str:
    options = DEFAULTS._replace(model=model)
    return answers.convert(network_of(_content(source), source["name"], options), to)


def _diff(old: Source, new: Source) -> str:
    from kspec.report.comparison import render

    before, after = (network_of(_content(source), source["name"]) for source in (old, new))
    return render(answers.diff(before, after))


def _rule(code: str) -> str:
    from kspec.service.rules import rule

    return rule(code)["page"]


def _content(source: Source) -> str | bytes:
    return source["text"] if "text" in source else _without_weights(source["file"])


def _without_weights(path: str) -> bytes:
    """An archive with the same members, of which only those that describe the model have content:
    the weights of a large one do not fit into a browser's memory.
    """
    slim = io.BytesIO()
    try:
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(slim, "w") as copy:
            for member in archive.infolist():
                described = member.filename in DESCRIBED and member.file_size <= MAX_BYTES
                copy.writestr(member.filename, archive.read(member) if described else b"")
    except (zipfile.BadZipFile, NotImplementedError):
        with open(path, "rb") as file:  # noqa: PTH123 - as the reader of archives takes it
            return file.read(MAX_BYTES)
    return slim.getvalue()


QUESTIONS: dict[str, Callable[..., Any]] = {
    "check": _check,
    "fix": _fix,
    "convert": _convert,
    "diff": _diff,
    "rule": _rule,
}
