"""Reader of programs: the text of a program to its models."""

import re
from pathlib import Path

from kspec.code import attributes, calls, expressions, sequences, statements
from kspec.code.budget import OutOfStepsError
from kspec.code.builtin_functions import bind_builtins
from kspec.code.checks.models import report_uncompiled
from kspec.code.data.context import FOLDER, INVOKE, ITEMS, REFUSE, SAVED
from kspec.code.documents import code_problems, model_documents, program_document
from kspec.code.keras.events import Log
from kspec.code.lone_objects import object_documents, training_documents
from kspec.code.places import Places
from kspec.code.program import ModelDocument, Program
from kspec.code.reader import Comprehension, Reader
from kspec.code.source import Source
from kspec.code.uncalled import read_uncalled
from kspec.code.undefined import undefined_names
from kspec.code.values import External, Value
from kspec.source.outline import Span, SyntaxProblem

MOST_CHARACTERS = 2_000_000

_DETECTED = r" \(detected at line \d+\)"
_ON_LINE = r" on line (\d+)"


class ProgramReader(Reader):
    """A reader with all of its parts."""

    evaluate = expressions.evaluate
    execute = statements.execute
    call = calls.call
    invoke = calls.invoke
    attribute = attributes.attribute
    subscript = sequences.subscript
    items = sequences.items_of

    def comprehension(self, node: Comprehension) -> Value:
        from kspec.code.comprehensions import comprehension

        return comprehension(self, node)


def read_program(
    text: str, name: str, *, code: str | None = None, folder: Path | None = None
) -> Program:
    """Every model that a program builds, none of its code run.

    ``text`` is the text of the documents: a script, or the code of all cells of a notebook.
    ``code`` is the text to parse, the same with all masked that is not Python, character for
    character. ``folder`` is the folder of the file: one import deep into modules beside it and the
    heads of CSV files are read there, None for a text without a place. Never raises for any text.
    """
    code = text if code is None else code
    source = _parsed(code, text)
    refused = [source] if isinstance(source, SyntaxProblem) else []
    if refused:
        from kspec.source.magics import readable

        source = _parsed(readable(code) or code, text)
    if isinstance(source, SyntaxProblem):
        return Program(program_document(text, name, tuple(refused)), (), None)
    reader = ProgramReader(Log(), folder, {})
    reader.log.code, imported = source.code, source.imports.names.values()
    reader.log.has_old_backend = not {"keras", "keras.backend"} & set(imported)
    bind_builtins(reader)
    for undefined, missing in undefined_names(source).items():
        message = f"`{undefined}` is neither imported nor defined: this raises a NameError"
        help_ = f"Import it: `{missing.statement}`."
        reader.log.report("undefined_name", message, missing.place, help_)
        reader.builtins[undefined] = External(missing.dotted)  # read as it is meant
    FOLDER.set(folder)
    INVOKE.set(reader.invoke)
    ITEMS.set(reader.items)
    SAVED.set({})
    REFUSE.set(reader.refuse)
    stop = _interpret(reader, source)
    report_uncompiled(reader.log, source)
    models = model_documents(reader, source.places, name)
    source.looked_up, source.configs = reader.log.looked_up, reader.configs
    for call, receivers in reader.log.receivers.items():
        spans = {source.places.span(place) for place in receivers}
        source.receivers[call] = [model for model in models if model.span in spans]
    problems = (*refused, *code_problems(reader.log, source.places))
    objects: list[ModelDocument] = []
    if not refused:  # the rest of a line that is no Python may stand in another call
        objects += object_documents(reader.log.objects, reader.log.shown, source.places, name)
        objects += training_documents(reader.log, source.places, name)
    return Program(program_document(text, name, problems), models, source, objects, stop)


def _interpret(reader: Reader, source: Source) -> int | None:
    """Read all statements, and functions that nothing calls; the place where that ends early."""
    try:
        reader.execute(source.tree.body)
        read_uncalled(reader, source)
    except OutOfStepsError as error:
        return source.places.offset(error.line, 0) if error.line else None
    except RecursionError:
        pass
    return None


def _parsed(code: str, text: str) -> Source | SyntaxProblem:
    """Parse a program, or say what keeps it from being Python 3."""
    whole = Span(0, 0)
    if len(code) > MOST_CHARACTERS:
        return SyntaxProblem("limit_exceeded", "This program is too long to read", None, whole)
    try:
        return Source(code, text)
    except SyntaxError as error:
        return _syntax_problem(error, Places(text, code))
    except (ValueError, RecursionError, MemoryError):
        message = "Python cannot parse this text"
        return SyntaxProblem("invalid_syntax", message, None, whole)


def _syntax_problem(error: SyntaxError, places: Places) -> SyntaxProblem:
    line = places.offset(error.lineno or 1, 0)
    start = min(line + max((error.offset or 1) - 1, 0), len(places.text))
    words = error.msg or "invalid syntax"
    opened = re.search(_ON_LINE, words)
    related: tuple[tuple[Span, str], ...] = ()
    if opened is not None:  # a number of the whole code, which is not that of a cell's line
        first = places.offset(int(opened[1]), 0)
        whole = places.text[first : places.line_end(int(opened[1]))]
        end = first + len(whole.rstrip())
        related = ((Span(end - len(whole.strip()), end), "opened here"),)
    message = f"This is no Python 3: {re.sub(f'{_DETECTED}|{_ON_LINE}', '', words)}"
    hint = "This is Python 2: translate it with 2to3." if "print" in words else None
    span = Span(start, min(start + 1, len(places.text)))
    return SyntaxProblem("invalid_syntax", message, hint, span, related)
