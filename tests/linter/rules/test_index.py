"""Rules are live by their files, whatever the generated table says."""

from pathlib import Path

from kspec.linter.rules.index import RULES, all_rules, modules
from kspec.linter.rules.reported import REPORTED
from kspec.linter.rules.table import RULES as TABLE


def test_the_table_is_fresh() -> None:
    assert all_rules(TABLE) == TABLE
    assert set(RULES) == {*TABLE, *REPORTED}


def test_a_rule_that_the_table_lacks_is_live() -> None:
    assert set(all_rules(TABLE[:3] + TABLE[4:])) == set(TABLE)


def test_a_rule_whose_file_is_gone_is_not() -> None:
    gone = TABLE[0]._replace(code="KS000", name="gone")
    assert all_rules((gone, *TABLE)) == TABLE


def test_files_are_modules(tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    for name in ("graph/__init__.py", "graph/new_rule.py", "table.py", "graph/notes.txt"):
        (tmp_path / name).touch()
    assert modules(str(tmp_path), "rules") == {"rules.graph.new_rule"}
