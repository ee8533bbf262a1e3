"""A baseline hides what is known, and forgets what was mended."""

import json

from tests.cli.conftest import CONV, DENSE, GOOD, RANK, TYPO, Folder, spec


def test_what_is_known_is_not_shown(folder: Folder) -> None:
    folder.write("a/model.json", RANK)
    ran = folder.lint("a/model.json", "--write-baseline", "known.json")
    assert ran == (0, "", "kspec: wrote 1 finding to known.json\n")
    known = json.loads(folder.read("known.json"))
    assert known == {
        "version": 1,
        "files": {"a/model.json": [{"code": "KS201", "path": "/layers/[conv]"}]},
    }
    ran = folder.lint("a/model.json", "--baseline", "known.json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "Checked 1 file: no problems (1 in the baseline).\n"


def test_new_findings_are_shown(folder: Folder) -> None:
    folder.write("model.json", RANK)
    folder.lint("model.json", "--write-baseline", "known.json")
    folder.write("model.json", spec(DENSE, CONV, {"type": "Dens", "units": 1}))
    ran = folder.lint("model.json", "--baseline", "known.json", "--output-format", "json")
    assert (ran.code, ran.codes) == (1, ["KS101"])


def test_it_shrinks_by_itself(folder: Folder) -> None:
    folder.write("a.json", RANK)
    folder.write("b.json", TYPO)
    folder.write("c.json", RANK)
    folder.lint("a.json", "b.json", "c.json", "--write-baseline", "known.json")
    folder.write("a.json", GOOD)
    (folder.path / "c.json").unlink()
    ran = folder.lint("a.json", "--baseline", "known.json", "--select", "KS1")
    assert "known.json: 1 entry is no longer needed" in ran.err, "c.json is gone"
    ran = folder.lint("a.json", "--baseline", "known.json")
    assert ran.code == 0
    assert "known.json: 1 entry is no longer needed" in ran.err
    assert list(json.loads(folder.read("known.json"))["files"]) == ["b.json"]
    assert folder.lint("b.json", "--baseline", "known.json").err == ""


def test_it_does_not_shrink_for_a_file_that_cannot_be_read(folder: Folder) -> None:
    folder.write("a.json", RANK)
    folder.lint("a.json", "--write-baseline", "known.json")
    before = folder.read("known.json")
    folder.write("a.json", "{")
    assert folder.lint("a.json", "--baseline", "known.json").code == 1
    assert folder.read("known.json") == before


def test_settings_name_one(folder: Folder) -> None:
    folder.write("sub/kspec.toml", 'baseline = "known.json"\n')
    folder.write("sub/model.json", RANK)
    folder.lint("sub", "--write-baseline", "sub/known.json")
    assert folder.found("sub/model.json") == []


def test_a_baseline_that_is_none_ends_the_run(folder: Folder) -> None:
    folder.write("model.json", RANK)
    for text in ("{", "[]", '{"version": 2, "files": {}}', '{"version": 1, "files": [1]}'):
        folder.write("known.json", text)
        ran = folder.lint("model.json", "--baseline", "known.json")
        assert (ran.code, ran.out) == (2, "")
        assert "known.json: the baseline cannot be read" in ran.err
    assert folder.lint("model.json", "--baseline", "none.json").code == 2


def test_a_baseline_of_code_holds_when_lines_move_and_shrinks(folder: Folder) -> None:
    code = "import keras\nm = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, {})])\n"
    folder.write("a.py", code.format("activation='softmax'"))
    assert folder.lint("a.py", "--write-baseline", "known.json").code == 0
    folder.write("a.py", "\n\n" + code.format("activation='softmax'"))
    assert folder.lint("a.py", "--baseline", "known.json").code == 0
    folder.write("a.py", code.format("activation='sigmoid'"))
    assert "no longer needed" in folder.lint("a.py", "--baseline", "known.json").err
