"""Suppressions of the author in the file itself: a `lint` key, or a comment."""

import re
from collections.abc import Iterable, Iterator

from kspec.linter.finding import Edit, Finding, Fix
from kspec.linter.selection import entry_named
from kspec.linter.text_lines import Lines
from kspec.named_tuple import NamedTuple
from kspec.source.document import Comment, Document
from kspec.spec.problem import Path, Problem

KEY = "lint"
FIELDS = ("ignore", "reason")
_COMMENT = re.compile(r"kspec:\s*ignore\b(.*)", re.DOTALL)
_RULES = re.compile(r"\s*\[([^\]]*)\]")
_BRACKET = re.compile(r"\[[^\]]*\]")


class Suppression(NamedTuple):
    """Suppression of a rule at a node and below; ``node`` is None for a place that the document
    does not have.

    ``path`` is its path; ``span`` its span in a comment, and ``fix`` removes it. ``counts`` is
    whether it is reported when it silences nothing.
    """

    code: str
    node: Path | None
    path: Path
    word: str
    fix: Fix | None
    span: tuple[int, int] | None = None
    counts: bool = True
    region: tuple[int, int] | None = None
    """Span of the code whose findings the suppression covers, by their start."""


class SuppressionComments(NamedTuple):
    """Suppressions of a document, and the problems of their words."""

    suppressions: list[Suppression]
    problems: list[tuple[Problem, tuple[int, int] | None]]


def suppressions(document: Document) -> SuppressionComments:
    """Suppressions of a document; costs nothing for a document without any."""
    comments = SuppressionComments([], [])
    if document.format == "python":
        return _in_code(document, comments)
    if not document.parsed:
        return comments
    if (
        KEY in document.text
        and isinstance(document.value, dict)
        and "class_name" not in document.value
    ):
        for node, value in _lint_keys(document.value):
            _read_key(value, node, comments)
    if "kspec:" in document.text and document.format != "keras":
        lines = Lines(document.text)
        for comment in document.comments:
            _read_comment(comment, lines, comments)
    return comments


def _in_code(document: Document, comments: SuppressionComments) -> SuppressionComments:
    if "kspec:" not in document.text:
        return comments
    from kspec.linter.code_comments import comment_regions

    lines = Lines(document.text)
    for comment, region in comment_regions(document, "kspec:"):
        _read_comment(comment, lines, comments, region)
    return comments


def silence(
    findings: Iterable[Finding], suppressions: Iterable[Suppression]
) -> tuple[list[Finding], set[Suppression]]:
    """Filter the findings; returns those that are left, and the suppressions with an effect.

    Those in code need findings with a span.
    """
    at: dict[tuple[str, Path], list[Suppression]] = {}
    inside: dict[str, list[Suppression]] = {}
    for one in suppressions:
        if one.region is not None:
            inside.setdefault(one.code, []).append(one)
        elif one.node is not None:
            at.setdefault((one.code, one.node), []).append(one)
    shown: list[Finding] = []
    used: set[tuple[str, Path]] = set()
    used_here: set[Suppression] = set()
    for finding in findings:
        path = finding.path
        nodes = ((finding.code, path[:depth]) for depth in range(len(path) + 1))
        covering = [node for node in nodes if node in at]
        used.update(covering)
        around = [one for one in inside.get(finding.code, ()) if _holds(one.region, finding)]
        used_here.update(around)
        if not covering and not around:
            shown.append(finding)
    return shown, used_here.union(*(at[node] for node in used))


def _holds(region: tuple[int, int] | None, finding: Finding) -> bool:
    return (
        region is not None and finding.span is not None and region[0] <= finding.span[0] < region[1]
    )


def unused(suppression: Suppression) -> Problem:
    """Problem of a suppression that silences nothing."""
    message = f'"{suppression.word}" is ignored here, and it finds nothing here'
    if suppression.node is None and suppression.region is None:
        message = f'"{suppression.word}" is ignored, and there is no such place in this file'
    return Problem("unused_suppression", suppression.path, message, help="Remove it.")


def _lint_keys(value: object) -> Iterator[tuple[Path, object]]:
    waiting: list[tuple[Path, object]] = [((), value)]
    while waiting:
        path, here = waiting.pop()
        if isinstance(here, dict):
            if KEY in here:
                yield path, here[KEY]
            waiting += [((*path, key), item) for key, item in here.items() if key != KEY]
        elif isinstance(here, list):
            waiting += [((*path, index), item) for index, item in enumerate(here)]


def _read_key(value: object, node: Path, comments: SuppressionComments) -> None:
    path = (*node, KEY)
    ignored = value.get("ignore", []) if isinstance(value, dict) else None
    words = [ignored] if isinstance(ignored, str) else ignored
    if not isinstance(value, dict) or not isinstance(words, list):
        message = '"lint" must be an object with a list of rules in "ignore"'
        help_ = 'Write "lint": {"ignore": ["rule"], "reason": "..."}.'
        comments.problems.append((Problem("unknown_setting", path, message, help_), None))
        return
    for key in value:
        if key not in FIELDS:
            comments.problems.append((_unknown_field(key, path), None))
    for index, word in enumerate(words):
        place = (*path, "ignore", index) if isinstance(ignored, list) else (*path, "ignore")
        fix = Fix((Edit(place if len(words) > 1 else path, "", "entry", "remove"),))
        _add(Suppression("", node, place, str(word), fix), comments)


def _read_comment(
    comment: Comment,
    lines: Lines,
    comments: SuppressionComments,
    region: tuple[int, int] | None = None,
) -> None:
    match = _COMMENT.match(comment.text)
    if match is None:
        return
    rules = _RULES.match(match[1])
    if rules is None:
        message = "This comment does not say which rules it ignores"
        problem = Problem(
            "unknown_setting", comment.path, message, "Write `kspec: ignore[rule] why`."
        )
        comments.problems.append((problem, comment.span))
        return
    words = [word.strip() for word in rules[1].split(",")]
    for word in words:
        edit = _shortened(comment, lines, [other for other in words if other != word])
        fix = Fix((edit,))
        node = comment.path if region is None else None
        one = Suppression("", node, comment.path, word, fix, comment.span, region=region)
        _add(one, comments)


def _shortened(comment: Comment, lines: Lines, words: list[str]) -> Edit:
    """The edit that leaves only these rules in a comment, or no comment where none is left."""
    start, end = comment.span
    raw = lines.text[start:end]
    if words:
        return Edit(
            comment.path, _BRACKET.sub(f"[{', '.join(words)}]", raw, count=1), span=(start, end)
        )
    if lines.starts_line(start) and lines.line_end(end) == end:
        return Edit(comment.path, "", span=(lines.line_start(start), lines.next_line(end)))
    begin = lines.line_start(start)
    before = begin + len(lines.text[begin:start].rstrip(" \t"))
    return Edit(comment.path, "", span=(before, end))


def _add(suppression: Suppression, comments: SuppressionComments) -> None:
    entry = entry_named(suppression.word)
    if entry is None:
        comments.problems.append((_unknown_rule(suppression), suppression.span))
    else:
        comments.suppressions.append(suppression._replace(code=entry.code))


def _unknown_rule(suppression: Suppression) -> Problem:
    from kspec.linter.selection import suggestion

    meant = suggestion(suppression.word, exact=True)
    return Problem(
        "unknown_rule",
        suppression.path,
        f'No rule is called "{suppression.word}", so nothing is ignored',
        help=f'Did you mean "{meant}"?' if meant else "`kspec rule --all` lists the rules.",
        suggestion=f'"{meant}"' if meant and suppression.span is None else None,
    )


def _unknown_field(key: str, path: Path) -> Problem:
    from kspec.spec.suggest import nearest

    message, help_ = f'"lint" has no field "{key}"', 'It takes "ignore" and "reason".'
    problem = Problem("unknown_setting", (*path, key), message, help_, part="key")
    return problem.meaning(nearest(key, FIELDS))
