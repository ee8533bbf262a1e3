"""Every kind of problem that the lower floors report has a rule that says it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import kspec
from kspec.linter.rules.index import RULES

HOUSE = Path(kspec.__file__).parent
FLOORS = ("code", "source", "spec", "analysis", "linter")
VERDICTS = "verdicts"
"""Module where faults of another sort name their rule."""

MAKERS = frozenset(
    ("CodeProblem", "Fault", "Problem", "RefusalError", "SyntaxProblem", "_report", "report")
)
MAKING = re.compile(rf"\b(?:{'|'.join(sorted(MAKERS))})\(")
PASSED_ON = frozenset(("kind",))
"""Attributes and parameters that hand on a kind which was written elsewhere."""


def modules(*folders: str) -> Iterator[tuple[Path, str]]:
    for folder in folders:
        for path in sorted((HOUSE / folder).rglob("*.py")):
            yield path.relative_to(HOUSE), path.read_text("utf-8")


def words_in(source: str) -> set[str]:
    """The texts of a program that could be kinds: words in quotes."""
    return set(re.findall(r'"([\w-]+)"', source))


def made(module: ast.Module) -> Iterator[ast.expr]:
    """Expressions of the kind, wherever a problem is made."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in MAKERS:
                is_log = getattr(node.args[0], "id", "") == "log"
                yield node.args[1] if is_log else node.args[0]


def texts(node: ast.AST) -> set[str]:
    return {
        item.value
        for item in ast.walk(node)
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    }


def kinds(expression: ast.expr, module: ast.Module) -> set[str]:
    """The kinds that an expression can be: itself, or what is assigned to its name."""
    if not isinstance(expression, ast.Name):
        chosen = [expression]
        if isinstance(expression, ast.IfExp):
            chosen = [expression.body, expression.orelse]
        return set().union(*map(texts, chosen))
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and any(
            isinstance(item, ast.Name) and item.id == expression.id
            for target in node.targets
            for item in ast.walk(target)
        ):
            found |= kinds_of_value(node.value)
    return found


def kinds_of_value(value: ast.expr) -> set[str]:
    """The words of a value that could be kinds: no sentences."""
    return {text for text in texts(value) if re.sub("[_-]", "", text).isalpha() and text.islower()}


def written() -> dict[str, str]:
    """Every kind that is reported, and where."""
    found: dict[str, str] = {}
    for path, source in modules(*FLOORS):
        if VERDICTS in path.parts or not MAKING.search(source):
            continue
        module = ast.parse(source)
        for expression in made(module):
            here = kinds(expression, module)
            name = getattr(expression, "attr", getattr(expression, "id", ""))
            assert here or name in PASSED_ON, f"{path}: which kind is {ast.unparse(expression)}?"
            found.update(dict.fromkeys(here, str(path)))
    return found


def claimed() -> set[str]:
    """Every kind that a rule gives a code to, by its declaration or in its check."""
    asked = set().union(*(words_in(source) for _, source in modules("linter/rules")))
    return {kind for rule in RULES for kind in rule.reports} | asked


def test_every_kind_of_problem_is_said_by_a_rule() -> None:
    said = claimed()
    lost = {kind: path for kind, path in written().items() if kind not in said}
    assert lost == {}


def test_no_rule_waits_for_a_kind_that_nothing_reports() -> None:
    outside = [source for path, source in modules(*FLOORS) if "rules" not in path.parts]
    waiting = {kind for rule in RULES for kind in rule.reports}
    assert waiting - set().union(*map(words_in, outside)) == set()
