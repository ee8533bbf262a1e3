"""The developers' tool: makes the generated files, and checks that they are fresh (`python -m
kspec.dev generate`).
"""

import inspect
import json
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from kspec.spec.dialects import module_index
from kspec.spec.model import ModelSpec
from kspec.spec.spec_object import ABSTRACT, SpecObject
from kspec.spec.training.compile import Compile
from kspec.spec.training.data import Data
from kspec.spec.training.fit import Fit
from kspec.spec.training.optimizers.optimizer import Optimizer

ROOT = Path(__file__).parent.parent

KINDS = {
    "layer": "kspec.spec.layers",
    "loss": "kspec.spec.training.losses",
    "metric": "kspec.spec.training.metrics",
    "optimizer": "kspec.spec.training.optimizers",
    "learning-rate schedule": "kspec.spec.training.schedules",
    "initializer": "kspec.spec.training.initializers",
    "regularizer": "kspec.spec.training.regularizers",
    "constraint": "kspec.spec.training.constraints",
    "callback": "kspec.spec.training.callbacks",
    "quantizer": "kspec.spec.training.quantizers",
    "operation": "kspec.spec.operations",
}


def described_classes(package: str) -> Iterator[type[SpecObject]]:
    """Every class of a package that a spec can name, by module and order of definition."""
    for module_name in _modules(package):
        module = import_module(module_name)
        for name in vars(module).get("ROWS", ()):
            getattr(module, name)
        for _, cls in sorted(inspect.getmembers(module, inspect.isclass), key=lambda item: item[0]):
            if (
                cls.__module__ == module_name
                and issubclass(cls, SpecObject)
                and cls not in ABSTRACT
            ):
                yield cls


def _modules(package: str) -> Iterator[str]:
    try:
        module = import_module(package)
    except ModuleNotFoundError:
        return
    yield package
    if package == KINDS["loss"]:
        yield "kspec.spec.training.loss"
    for info in pkgutil.walk_packages(getattr(module, "__path__", []), package + "."):
        yield info.name


Rows = dict[str, list[str]]


def class_table() -> str:
    """The text of `kspec/spec/class_table.py`."""
    tables: dict[str, dict[str, Rows]] = {"MODULES": {}, "ALIASES": {}, "STRINGS": {}}
    real = {name for names in module_index.OPERATIONS.values() for name in names.split()}
    for noun, package in KINDS.items():
        modules: Rows = {}
        aliases: Rows = {}
        strings: Rows = {}
        for cls in described_classes(package):
            others, texts = vars(cls).get("aliases", ()), vars(cls).get("strings", ())
            if any(field.is_required() for field in cls.model_fields.values()):
                others += tuple(text for text in texts if text not in others)
            else:
                strings.setdefault(cls.__name__, []).extend(texts)
            names = [cls.__name__, *others]
            if noun == "operation":  # a class that describes several is none of them
                names = [name for name in names if name in real]
            modules.setdefault(cls.__module__, []).extend(names)
            aliases[cls.__name__] = [name for name in names if name != cls.__name__]
        tables["MODULES"][noun], tables["ALIASES"][noun] = modules, aliases
        tables["STRINGS"][noun] = strings
    parts = {
        cls.__name__: list(cls.written()) for cls in (ModelSpec, Compile, Fit, Data, Optimizer)
    }
    lines = [
        '"""Where each class is: made by `python -m kspec.dev generate`, never by hand."""',
        "",
    ]
    for title, table in tables.items():
        lines.append(f"{title}: dict[str, dict[str, str]] = {{")
        for noun, rows in table.items():
            lines += [f'    "{noun}": {{', *_rows(rows, "        "), "    },"]
        lines.append("}")
    return "\n".join([*lines, "PARTS: dict[str, str] = {", *_rows(parts, "    "), "}"]) + "\n"


def _rows(table: Rows, indent: str) -> Iterator[str]:
    for key, names in table.items():
        if names:
            yield f'{indent}"{key}": "{" ".join(names)}",'


def rule_modules() -> list[str]:
    """The modules of `kspec.linter.rules` that hold a rule."""
    from kspec.linter.rules.index import modules

    return sorted(modules())


RULE_TABLE_HEAD = '''"""The rules: made by `python -m kspec.dev generate`, never by hand."""

from kspec.linter.rules.entry import RuleEntry

RULES: tuple[RuleEntry, ...] = ('''


def rule_table() -> str:
    """The text of `kspec/linter/rules/table.py`."""
    lines = [RULE_TABLE_HEAD]
    rules = [(import_module(name).rule, name) for name in rule_modules()]
    for rule, name in sorted(rules, key=lambda item: item[0].code):
        head = ", ".join(f'"{one}"' for one in (rule.code, rule.name, rule.severity, name))
        reports, needs = (
            "".join(f'"{each}", ' for each in names) for names in (rule.reports, rule.needs)
        )
        preview = ", preview=True" if rule.preview else ""
        lines.append(f"    RuleEntry({head}, ({reports}), ({needs}){preview}),")
    return "\n".join([*lines, ")"]) + "\n"


def indexes() -> dict[str, str]:
    """The modules that say where the classes and rules are: all else is made with them."""
    return {"kspec/spec/class_table.py": class_table(), "kspec/linter/rules/table.py": rule_table()}


def schema() -> str:
    """The text of the JSON Schema: a line for each value, so that a change reads well."""
    from kspec.spec.schema import spec_schema

    return json.dumps(spec_schema(), indent=1, ensure_ascii=False) + "\n"


def documents() -> dict[str, str]:
    """The schemas, the pages of the docs and the numbers in the README, by path."""
    from kspec.dev_pages import REFERENCE, class_page, layer_pages, rule_pages, with_counts

    rules = [(import_module(name).rule, name) for name in rule_modules()]
    layers = list(described_classes(KINDS["layer"]))
    pages = layer_pages(layers) | rule_pages(rules)
    for noun, name in REFERENCE.items():
        classes = sorted(described_classes(KINDS[noun]), key=lambda cls: cls.__name__)
        title = name.replace("schedules", "learning-rate schedules").capitalize()
        pages[f"reference/{name}.md"] = class_page(title, classes)
    texts = {f"docs/{path}": text for path, text in pages.items()}
    texts["docs/reference/http.md"] = http_page()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    texts["README.md"] = with_counts(readme, {"layers": len(layers), "rules": len(rules)})
    return texts | {"schemas/v1/model.schema.json": schema()} | output_schemas()


def http_page() -> str:
    """The reference of the service, made from its document of OpenAPI."""
    from kspec.dev_pages import MADE
    from kspec.http.app import create_app
    from kspec.http.openapi import openapi
    from kspec.http.reference import reference_page

    return f"{MADE}\n\n{reference_page(openapi(create_app()))}"


def output_schemas() -> dict[str, str]:
    """The text of the schema of every output, by its path."""
    from kspec.outputs.schemas import schemas

    return {
        f"schemas/v1/{name}.schema.json": json.dumps(one, indent=1) + "\n"
        for name, one in schemas().items()
    }


def stale_files(texts: dict[str, str]) -> list[str]:
    """The files that differ from their texts, and those in their folders that nothing makes."""
    stale = [
        name
        for name, text in texts.items()
        if not (ROOT / name).exists() or (ROOT / name).read_text(encoding="utf-8") != text
    ]
    for folder in ("docs/rules", "docs/layers", "schemas/v1"):
        if any(name.startswith(folder) for name in texts):
            found = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).glob("*")}
            stale += sorted(found - texts.keys())
    return stale


def write(texts: dict[str, str], names: list[str]) -> None:
    """Write the files that have a text, and remove the others."""
    for name in names:
        path = ROOT / name
        if name in texts:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(texts[name], encoding="utf-8")
        else:
            path.unlink()


def unexplained() -> list[str]:
    """Instructions for each field without a glossary entry."""
    from kspec.spec.glossary import meaning

    missing = []
    for package in KINDS.values():
        for cls in described_classes(package):
            for field in cls.written() if "operations" not in package else ():
                try:
                    meaning(cls, field)
                except KeyError:
                    missing.append(
                        f"kspec/spec/glossary.yaml says nothing of the field {field!r} of "
                        f"{cls.__name__}: add a line '{field}: ...'"
                    )
    return missing


def main(arguments: list[str]) -> int:
    """Write the generated files, or with ``--check`` name the stale ones and return 1."""
    if arguments not in (["generate"], ["generate", "--check"]):
        sys.stderr.write("usage: python -m kspec.dev generate [--check]\n")
        return 2
    if missing := unexplained():
        sys.stderr.write("\n".join(missing) + "\n")
        return 1
    checks = "--check" in arguments
    for make in (indexes, documents):
        texts = make()
        stale = stale_files(texts)
        for name in stale:
            sys.stdout.write(f"{'stale' if checks else 'wrote'}: {name}\n")
        if stale and checks:
            return 1
        write(texts, stale)
        if stale and make is indexes:
            # the classes of this process were found by the old index
            return subprocess.call([sys.executable, "-m", "kspec.dev", *arguments], cwd=ROOT)  # noqa: S603 - ourselves
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
