"""`kspec rule`."""

from kspec.linter.rules.index import RULES
from tests.cli.conftest import Folder
from tests.outputs.schemas import held_to


def test_a_page_by_code_and_by_name(folder: Folder) -> None:
    by_code = folder.run("rule", "KS201")
    assert by_code.code == 0
    assert by_code.out.startswith(
        "KS201 input-rank (error)\nLayer gets an input of the wrong rank.\n"
    )
    assert '    {\n      "inputs": {"shape": [784]},' in by_code.out
    assert "In Python:\n\n    import keras\n" in by_code.out
    assert "```" not in by_code.out
    assert "##" not in by_code.out
    assert "References" in by_code.out
    assert folder.run("rule", "input-rank") == by_code
    assert folder.run("rule", "ks201") == by_code


def test_all_rules(folder: Folder) -> None:
    lines = folder.run("rule", "--all").out.splitlines()
    assert [line.split()[0] for line in lines] == [entry.code for entry in RULES]


def test_json(folder: Folder) -> None:
    one = folder.run("rule", "KS201", "--output-format", "json").json
    assert (one["code"], one["name"], one["severity"], one["family"]) == (
        "KS201",
        "input-rank",
        "error",
        "graph",
    )
    every = folder.run("rule", "--all", "--output-format", "json").json
    assert [page["code"] for page in every] == [entry.code for entry in RULES]
    assert one in every
    for page in every:
        held_to("rule", page)


def test_a_prefix_or_a_family_lists_its_rules(folder: Folder) -> None:
    lines = folder.run("rule", "ks2").out.splitlines()
    assert [line.split()[0] for line in lines[:-2]] == [
        entry.code for entry in RULES if entry.code.startswith("KS2")
    ]
    assert lines[-1] == "Read one with `kspec rule KS201`."
    assert folder.run("rule", "graph").out.splitlines() == lines
    pages = folder.run("rule", "KS2", "--output-format", "json").json
    assert len(pages) == len(lines) - 2


def test_unknown_rule(folder: Folder) -> None:
    ran = folder.run("rule", "input-rnak")
    assert (ran.code, ran.out) == (2, "")
    assert 'did you mean "input-rank"?' in ran.err
    assert folder.run("rule").code == 2


def test_a_word_of_a_name_lists_its_rules(folder: Folder) -> None:
    by_word = folder.run("rule", "softmax")
    assert by_word.code == 0
    assert [line.split()[0] for line in by_word.out.splitlines()[:-2]] == [
        entry.code for entry in RULES if "softmax" in entry.name.split("-")
    ]
    assert folder.run("rule", "learning rate").out.startswith("KS401 ")
