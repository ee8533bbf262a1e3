"""A first spec for a task."""

from collections.abc import Sequence

from kspec.outputs.start import StartOutput
from kspec.service.errors import OptionError
from kspec.service.options import one_of
from kspec.spec.tasks import TASKS
from kspec.starter.blank import blank_facts
from kspec.starter.document import document, written
from kspec.starter.facts import StarterError

FORMATS = ("json", "yaml")


def start(
    task: str,
    shape: Sequence[int] | None = None,
    classes: int | None = None,
    format: str = "json",  # noqa: A002 - as `parse_text`
) -> StartOutput:
    """Create a spec for samples of a shape; raises `OptionError` for a shape without a first
    network.
    """
    one_of("task", task, TASKS)
    one_of("format", format, FORMATS)
    try:
        facts = blank_facts(task, None if shape is None else tuple(shape), classes)
        text = written(document(facts), as_yaml=format == "yaml")
    except StarterError as error:
        raise OptionError(str(error)) from error
    return {"version": 1, "text": text, "notes": list(facts.notes)}
