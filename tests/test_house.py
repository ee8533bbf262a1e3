"""The house rules that no linter checks: sizes, names, layout, what loads, what text may say."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from kspec.linter.garbage import without_gc

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "kspec").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


MAX_MODULE_LINES = 350
MAX_FUNCTION_LINES = 50
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module
DEFINITIONS = (*FUNCTIONS, ast.ClassDef, ast.Module)
GENERATED = {"kspec/spec/class_table.py", "kspec/linter/rules/table.py"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}
EMPTY_NAMES = frozenset(
    (
        *("asked", "found", "given", "gone", "held", "it", "lost", "made", "said", "seen"),
        *("some", "taken", "them", "those", "told", "wanted", "what"),
    )
)
"""Pronouns and participles, which say nothing of a value."""
RIDDLES = frozenset(
    (
        *("after", "another", "as", "at", "because", "before", "by", "everything", "for"),
        *("from", "he", "here", "how", "if", "in", "into", "it", "its", "no", "none", "not"),
        *("note", "of", "off", "on", "one", "only", "out", "over", "she", "so", "some"),
        *("still", "such", "than", "that", "their", "them", "then", "there", "these", "they"),
        *("this", "those", "to", "under", "until", "up", "what", "when", "where", "which"),
        *("while", "who", "why", "with", "without"),
    )
)
"""Pronouns, question words and prepositions: a docstring starts with a verb or a noun."""
RIDDLE = re.compile(r"Whether (?:it|they|there|this|that|these|those|what|its)\b")
COMMANDS = ("kspec/cli/", "kspec/__main__.py", "kspec/dev.py")
QUIET_MODULES = [path for path in MODULES if not name_of(path).startswith(COMMANDS)]
TALK = {"print", "exit", "quit", "sys.exit", "sys.stdout.write", "sys.stderr.write", "click.echo"}
TALKING = re.compile("|".join(rf"{name.rpartition('.')[2]}\(" for name in sorted(TALK)))
TOP_LEVEL = {
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "docs",
    "kspec",
    "pyproject.toml",
    "schemas",
    "tests",
}
HEAVY = {"keras", "numpy", "sklearn", "tensorflow"}
TEXT_SUFFIXES = {".py", ".md", ".toml", ".yaml", ".yml", ".json", ".jsonc", ".txt", ".out", ""}
NOT_FOR_READERS = {
    "a path of one machine": re.compile(r"/(?<![\w.]/)(?:root|work|home/\w+|Users/\w+)/\w"),
    "a number in one tracker": re.compile(r"#(?<![\w/&]#)\d{1,5}\b|[Ii](?<!\w[Ii])ssues? \d+"),
    "a trace of how it was made": re.compile(r"[Ss]ub-?[Aa]gents?\b|[Cc]o-[Aa]uthored-[Bb]y\b"),
    "an unfinished place": re.compile(r"(?:TODO|FIXME|X(?<!\wX)XX)\b"),
}
"""Patterns begin with characters that are rare, which are looked for quickly."""
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")


def definitions_of(path: Path) -> Iterator[Definition]:
    """A module, its classes and functions, found by statements: expressions are most of a tree."""
    waiting: list[ast.AST] = [syntax_of(path)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, DEFINITIONS):
            yield node
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            held = getattr(node, block, ())
            waiting += held if isinstance(held, list) else ()


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in definitions_of(path) if isinstance(node, FUNCTIONS))


@cache
def syntax_of(path: Path) -> ast.Module:
    with without_gc():  # two thirds of the time
        return ast.parse(path.read_text("utf-8"))


def files_in_git() -> list[Path]:
    """Files that git tracks or would add; the test is skipped where there is no repository."""
    git = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-co", "--exclude-standard"]
    try:
        done = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        pytest.skip(f"not a git checkout: {error}")
    return [path for line in done.stdout.splitlines() if (path := ROOT / line).is_file()]


def loaded_after(statement: str) -> set[str]:
    """The modules that a new interpreter holds after a statement."""
    script = f"import sys; {statement}; print(*sys.modules)"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_every_floor_has_modules_to_look_at() -> None:
    floors = {name_of(path).split("/")[1] for path in QUIET_MODULES}
    assert floors >= {"source", "spec", "analysis", "linter", "report", "executor"}
    assert len(QUIET_MODULES) < len(MODULES)
    assert TESTS


def test_modules_are_small_and_well_named() -> None:
    long = {
        name: size
        for path in MODULES + TESTS
        if (size := len(path.read_text("utf-8").splitlines())) > MAX_MODULE_LINES
        and (name := name_of(path)) not in GENERATED
    }
    vague = [name_of(path) for path in MODULES + TESTS if path.stem in VAGUE_NAMES]
    assert (long, vague) == ({}, [])


def test_functions_are_short() -> None:
    long = {
        f"{name_of(path)}:{node.lineno} {node.name}": size
        for path in MODULES + TESTS
        for node in functions_of(path)
        if (size := (node.end_lineno or 0) - node.lineno + 1) > MAX_FUNCTION_LINES
    }
    assert long == {}


def test_modules_say_what_they_are() -> None:
    silent = [
        name_of(path)
        for path in MODULES
        if not path.with_suffix(".md").exists() and not ast.get_docstring(syntax_of(path))
    ]
    assert silent == []


def names_in(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The functions, classes, parameters and variables, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


def test_names_say_what_a_value_is() -> None:
    vague = [
        f"{name_of(path)}:{line}: {name}"
        for path in MODULES
        if not name_of(path).startswith("kspec/executor/")
        for line, name in names_in(syntax_of(path))
        if name.strip("_").lower() in EMPTY_NAMES
    ]
    assert vague == []


def docstrings_of(path: Path) -> Iterator[tuple[int, str]]:
    """The docstrings with their lines, of variables too."""
    for node in definitions_of(path):
        for statement in node.body:
            match statement:
                case ast.Expr(ast.Constant(str(text))):
                    yield statement.lineno, text


def test_docstrings_start_with_a_verb_or_a_noun() -> None:
    riddles = [
        f"{name_of(path)}:{line}: {text.splitlines()[0]}"
        for path in MODULES + TESTS
        for line, text in docstrings_of(path)
        if RIDDLE.match(text) or re.findall(r"[a-z]+", text.lower())[0] in RIDDLES
    ]
    assert riddles == []


def test_only_commands_print_and_exit() -> None:
    talking = [
        f"{name_of(path)}:{node.lineno}: {ast.unparse(node.func)}"
        for path in QUIET_MODULES
        if TALKING.search(path.read_text("utf-8"))
        for node in ast.walk(syntax_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in TALK
    ]
    assert talking == []


def test_importing_kspec_loads_no_library() -> None:
    loaded = loaded_after("import kspec")
    assert "kspec" in loaded
    assert not loaded & (HEAVY | {"click", "yaml"})


def test_linting_loads_neither_keras_nor_numpy() -> None:
    spec = {"kspec": 1, "inputs": {"shape": [4]}, "layers": [{"type": "Dense", "units": 1}]}
    loaded = loaded_after(f"import kspec; kspec.lint({spec})")
    assert "kspec.linter.engine" in loaded
    assert not loaded & (HEAVY | {"click", "yaml"})


def test_a_training_prepares_its_devices_before_keras_is_loaded() -> None:
    assert not loaded_after("import kspec.executor.start") & {"keras", "jax", "tensorflow", "torch"}


def test_top_level_holds_what_belongs_there() -> None:
    names = {name_of(path).split("/")[0] for path in files_in_git()}
    assert {name for name in names if not name.startswith(".")} == TOP_LEVEL


def test_text_holds_only_what_concerns_a_reader() -> None:
    files = [path for path in files_in_git() if path.suffix in TEXT_SUFFIXES]
    files.remove(Path(__file__))
    assert set(MODULES) < set(files)
    found = []
    for path in files:
        text = path.read_text("utf-8", errors="replace")
        found += [
            f"{name_of(path)}: {what}: {match[0]!r}"
            for what, pattern in NOT_FOR_READERS.items()
            for match in pattern.finditer(text)
        ]
    assert found == []


def test_links_between_pages_lead_somewhere() -> None:
    # The page of a rule is published in docs/rules.
    in_place = (path for path in files_in_git() if "kspec/linter/rules" not in path.as_posix())
    pages = [path for path in in_place if path.suffix == ".md"]
    links = [(page, link) for page in pages for link in LINK.findall(page.read_text("utf-8"))]
    assert links
    dead = [f"{name_of(page)}: {link}" for page, link in links if not (page.parent / link).exists()]
    assert dead == []
