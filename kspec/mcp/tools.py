"""Tools: their names, arguments and functions.

Nothing here knows the protocol: a call is a name with arguments, an answer is a text.
"""

from collections.abc import Callable, Mapping
from typing import Any

from kspec.linter.fixing import fixed
from kspec.linter.linter import Linter
from kspec.linter.report import Checked, Report
from kspec.linter.settings import SettingsError
from kspec.mcp.answers import MOST_BYTES, clipped, description_lines, findings_of, size, whole
from kspec.mcp.arguments import Roots, Source, check, shown, source_of
from kspec.named_tuple import NamedTuple
from kspec.service import answers
from kspec.service.errors import AnswerError, NoNetworkError
from kspec.service.models import Model, network_of
from kspec.service.options import LintOptions
from kspec.spec.tasks import TASKS

Arguments = Mapping[str, Any]

NOWHERE = Roots()
ROOM_FOR_LEFT = 3000
"""Bytes of the findings that fixes leave."""
_SPEC = {"type": ["string", "object"], "description": "spec or Keras JSON, YAML or code"}
_PATH = {"type": "string", "description": "file, instead of spec"}
_ONE: dict[str, Any] = {"spec": _SPEC, "path": _PATH}
_MODEL = {"type": "string", "description": "of code with several: variable or line"}
_EITHER = {"type": ["string", "object"]}


class Tool(NamedTuple):
    """A tool: its name, one line on it, its arguments, and the function that answers."""

    name: str
    text: str
    arguments: dict[str, Any]
    answer: Callable[[Arguments, Roots], str]
    required: tuple[str, ...] = ()

    def schema(self, *, files: bool = True) -> dict[str, Any]:
        """The JSON Schema of the arguments, with those that name files or without."""
        properties = {
            name: one for name, one in self.arguments.items() if files or name not in FILES
        }
        needed = {"required": list(self.required)} if self.required else {}
        return {"type": "object", "properties": properties, **needed}


FILES = ("path", "old_path", "new_path")


def call(name: str, arguments: Arguments, roots: Roots = NOWHERE) -> str:
    """Call a tool; raises `AnswerError`, whose message has advice."""
    tool = TOOLS.get(name)
    if tool is None:
        raise AnswerError(f'There is no tool "{name}": there are {", ".join(TOOLS)}.')
    check(arguments, tool.schema())
    try:
        return tool.answer(arguments, roots)
    except NoNetworkError as error:
        raise AnswerError(f"{error}: call lint_spec, then fix_spec.") from error


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The answer to a ``name`` with ``arguments``: a ``text``, or an ``error``; opens no file."""
    try:
        return {"text": call(request["name"], request["arguments"])}
    except AnswerError as error:
        return {"error": str(error)}


def lint_spec(arguments: Arguments, roots: Roots) -> str:
    """The findings of a spec; of a file under the settings of its project."""
    source = source_of(arguments, roots)
    linter = _linter(source, arguments.get("task"))
    return shown(findings_of(Report([_checked(source, linter)])))


def fix_spec(arguments: Arguments, roots: Roots) -> str:
    """A spec with its fixes made: of a text the whole, of a file a diff where that is shorter."""
    source = source_of(arguments, roots)
    linter = _linter(source)
    before = _checked(source, linter)
    after = fixed(before, linter.check, unsafe=bool(arguments.get("unsafe")))
    left = findings_of(Report([after]), ROOM_FOR_LEFT)
    output: dict[str, object] = {"fixed": after.fixed, "left": left}
    if not after.fixed:
        return shown(output)
    new, diff = after.document.file_text, answers.diff_text(before, after)
    is_shorter = source.origin is not None and len(diff) < len(new)
    if is_shorter or size(shown({**output, "text": new})) > MOST_BYTES:
        return whole(shown({**output, "diff": diff}), "run `kspec lint --fix FILE` in the shell.")
    return shown({**output, "text": new})


def _linter(source: Source, task: str | None = None) -> Linter:
    """Linter for a text, or for a file with its settings."""
    linter = LintOptions(task=task).linter()  # refuses a task that there is not
    if source.origin is None:
        return linter
    try:
        return Linter.for_path(source.origin, task=task)
    except SettingsError as error:
        raise AnswerError(f"{error}: mend the settings, or give the text as `spec`.") from error


def _checked(source: Source, linter: Linter) -> Checked:
    return linter.check_text(source.content, source.name, origin=source.origin)


def _model(source: Source, arguments: Arguments) -> Model:
    """Chosen model of a source."""
    options = LintOptions(model=arguments.get("model"))
    return network_of(source.content, source.name, options, source.origin)


def summarize_spec(arguments: Arguments, roots: Roots) -> str:
    """Shapes and parameters of each layer, with totals."""
    from kspec.analysis.shape_text import shape_text
    from kspec.analysis.summary_table import count_text, params_text, size_text

    source = source_of(arguments, roots)
    summary = answers.summary(_model(source, arguments))
    rows = [
        f"{row.name} {row.class_name} {shape_text(row.output_shape)} {count_text(row.params)}"
        for row in summary.rows
    ]
    head = (
        f"{summary.name}: {params_text(summary, ' parameters')}, "
        f"{count_text(summary.trainable_params)} trainable, "
        f"activations {size_text(summary.activation_bytes)} a sample"
    )
    return clipped([head, *rows], "run `kspec summary FILE` in the shell for all.")


def describe(arguments: Arguments, roots: Roots) -> str:
    """Describe a name of kspec or Keras."""
    del roots
    from kspec.service.describe import describe as described

    descriptions = described(arguments["name"])["descriptions"]
    lines = [line for one in descriptions for line in description_lines(one)]
    return clipped(lines, "name one of its fields.")


def explain_rule(arguments: Arguments, roots: Roots) -> str:
    """The page of a rule."""
    del roots
    from kspec.service.rules import rule

    page = rule(arguments["code"])
    head = f"# {page['code']} {page['name']} ({page['severity']})"
    return clipped([head, *page["page"].splitlines()], "run `kspec rule CODE` in the shell.")


def diff_specs(arguments: Arguments, roots: Roots) -> str:
    """Compare two specs."""
    from kspec.report.comparison import render

    old = source_of(arguments, roots, "old", "old_path")
    new = source_of(arguments, roots, "new", "new_path")
    compared = answers.diff(_model(old, arguments), _model(new, arguments))
    return clipped(render(compared).splitlines(), "run `kspec diff OLD NEW` in the shell for all.")


def convert_spec(arguments: Arguments, roots: Roots) -> str:
    """A spec in another form."""
    source = source_of(arguments, roots)
    text = answers.convert(_model(source, arguments), arguments.get("to", "native"))
    return whole(text, "run `kspec convert FILE --to FORM -o NEW` in the shell.")


def start_spec(arguments: Arguments, roots: Roots) -> str:
    """Create a first spec for a task, with the assumptions."""
    del roots
    from kspec.service.start import start

    shape = arguments.get("shape")
    if shape is not None and not all(isinstance(one, int) and one > 0 for one in shape):
        raise AnswerError("`shape` is a list of whole numbers, without the batch: [28, 28, 1].")
    spec = start(arguments["task"], shape, arguments.get("classes"))
    notes = [f"assumed: {note.replace('--', '')}" for note in spec["notes"]]
    return "\n".join([spec["text"], *notes])


TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool(
            "lint_spec",
            "Find what Keras refuses or would silently run wrong in a model.",
            {**_ONE, "task": {"type": "string", "enum": list(TASKS)}},
            lint_spec,
        ),
        Tool(
            "fix_spec",
            "Make the safe fixes; gives the text or a diff, and what is left.",
            {**_ONE, "unsafe": {"type": "boolean"}},
            fix_spec,
        ),
        Tool(
            "summarize_spec",
            "Shapes and parameters of each layer, and totals.",
            {**_ONE, "model": _MODEL},
            summarize_spec,
        ),
        Tool(
            "describe",
            "Fields, types and defaults of a layer, loss, optimizer, callback, rule or field.",
            {"name": {"type": "string"}},
            describe,
            ("name",),
        ),
        Tool(
            "explain_rule",
            "Why a finding's rule matters, with a bad and a good example.",
            {"code": {"type": "string", "description": "KS303 or its name"}},
            explain_rule,
            ("code",),
        ),
        Tool(
            "diff_specs",
            "What differs between two models: layers, shapes, parameters, settings.",
            {
                "old": _EITHER,
                "new": _EITHER,
                "old_path": {"type": "string"},
                "new_path": {"type": "string"},
                "model": {"type": "string"},
            },
            diff_specs,
        ),
        Tool(
            "convert_spec",
            "Write a model in another form.",
            {
                **_ONE,
                "model": {"type": "string"},
                "to": {"type": "string", "enum": list(answers.FORMS)},
            },
            convert_spec,
        ),
        Tool(
            "start_spec",
            "A first spec for a task; lint it after changing it.",
            {
                "task": {"type": "string", "enum": list(TASKS)},
                "shape": {
                    "type": "array",
                    "items": {"type": "integer"},
                    "description": "of a sample",
                },
                "classes": {"type": "integer"},
            },
            start_spec,
            ("task",),
        ),
    )
}
