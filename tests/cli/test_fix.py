"""`--fix` and `--diff`: files mended in place, and nothing but what is wrong."""

import json
import stat

from tests.cli.conftest import TYPO, Folder

TEXT = """{
  // the net
  "inputs": {"shape": [4]},
  "layers": [
    {"type": "dense", "units": 8, "activaton": "relu"}, // hidden
    {"type": "Dense", "units": 1}
  ]
}
"""


def test_fix_mends_and_keeps_comments_and_layout(folder: Folder) -> None:
    folder.write("m.jsonc", TEXT)
    ran = folder.lint("m.jsonc", "--fix")
    assert folder.read("m.jsonc") == TEXT.replace("dense", "Dense", 1).replace("vaton", "vation")
    assert ran == (0, "Checked 1 file: no problems (2 fixed).\n", "")


def test_a_concise_report_says_how_many_were_fixed(folder: Folder) -> None:
    folder.write("m.jsonc", TEXT)
    ran = folder.lint("m.jsonc", "--fix", "--output-format", "concise")
    assert ran == (0, "Checked 1 file: no problems (2 fixed).\n", "")
    assert folder.lint("m.jsonc", "--fix", "--output-format", "concise") == (0, "", "")


def test_diff_shows_and_writes_nothing(folder: Folder) -> None:
    folder.write("m.jsonc", TEXT)
    ran = folder.lint("m.jsonc", "--diff")
    assert ran.code == 1
    assert folder.read("m.jsonc") == TEXT
    assert ran.out.startswith("--- a/m.jsonc\n+++ b/m.jsonc\n@@ ")
    assert '+    {"type": "Dense", "units": 8, "activation": "relu"}, // hidden\n' in ran.out
    assert ran.err == "kspec: --fix would mend 2 findings\n"


def test_yaml_line_ends_byte_order_mark_and_mode_are_kept(folder: Folder) -> None:
    lines = (
        "inputs: {shape: [4]} # x",
        "layers:",
        "- type: Dense",
        "  units: 1",
        "  activaton: relu",
    )
    text = "\ufeff" + "\r\n".join(lines) + "\r\n"
    path = folder.write("m.yaml", text)
    path.chmod(0o640)
    assert folder.lint("m.yaml", "--fix").code == 0
    assert folder.read("m.yaml") == text.replace("activaton", "activation")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [file.name for file in folder.path.iterdir() if file.is_file()] == ["m.yaml"]


def test_standard_input_is_mended_to_standard_output(folder: Folder) -> None:
    ran = folder.lint("-", "--fix", stdin=json.dumps(TYPO) + "\n")
    assert ran.code == 0
    assert json.loads(ran.out)["layers"][0]["activation"] == "relu"
    assert ran.err == "Checked 1 file: no problems (1 fixed).\n"


def test_links_are_followed(folder: Folder) -> None:
    folder.write("real.json", TYPO)
    (folder.path / "link.json").symlink_to("real.json")
    folder.lint("link.json", "--fix")
    assert (folder.path / "link.json").is_symlink()
    assert "activation" in folder.read("real.json")


def test_clean_files_are_not_written(folder: Folder) -> None:
    path = folder.write("m.json")
    before = path.stat().st_mtime_ns
    folder.lint("m.json", "--fix")
    assert path.stat().st_mtime_ns == before
