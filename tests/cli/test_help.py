"""Help that is short, the nearest word for misspelt ones, and what shells complete."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from kspec.cli.main import COMMANDS, OTHER_WORDS, main
from tests.cli.conftest import Folder


def commands() -> Iterator[tuple[str, click.Command]]:
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        yield name, command


def completed(*words: str) -> list[str]:
    *before, incomplete = words
    shell = ShellComplete(main, {}, "kspec", "_KSPEC_COMPLETE")
    return [item.value for item in shell.get_completions(before, incomplete)]


def test_kspec_alone_shows_the_commands() -> None:
    shown = CliRunner().invoke(main, []).output
    assert all(f"  {name}" in shown for name in COMMANDS)
    assert len(shown.splitlines()) < 40


def test_every_option_says_what_it_does() -> None:
    for name, command in commands():
        assert command.help, name
        assert all(param.help for param in command.params if isinstance(param, click.Option)), name


def test_no_line_of_help_is_wide() -> None:
    for name, _ in commands():
        shown = CliRunner().invoke(main, [name, "--help"], terminal_width=80).output
        assert max(map(len, shown.splitlines())) <= 80, name


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("lnit", "lint"),
        ("check_layer", "check-layer"),
        ("lint --selct x", "--select"),
        ("lint --output-format jsn", "json"),
        ("lint --fail-on warnings", "warning"),
        ("lint --task regresion", "regression"),
        ("lint --select unknown-fild", "unknown-field"),
        ("convert --to kears x", "keras"),
        ("plot --theme drak x", "dark"),
        ("rule softmax-single", "softmax-single-unit"),
        ("--versoin", "--version"),
    ],
)
def test_misspelt_words(folder: Folder, words: str, meant: str) -> None:
    ran = folder.run(*words.split())
    assert ran.code == 2
    said = ran.err.lower()
    assert "did you mean" in said
    assert meant in said.partition("did you mean")[2]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("l",), ["lint", "lsp"]),
        (("lint", "--output-format", "j"), ["json", "jsonl", "junit"]),
        (("lint", "--select", "KS301,KS60"), [f"KS301,KS60{last}" for last in "123456789"]),
        (("lint", "--ignore", "softmax-s"), ["softmax-single-unit"]),
        (("rule", "ks30"), [f"KS30{last}" for last in "123456789"]),
        (("init", "--task", "reg"), ["regression"]),
    ],
)
def test_completion(words: tuple[str, ...], found: list[str]) -> None:
    assert completed(*words) == found


@pytest.mark.parametrize("command", ["lint", "summary", "plot", "diff", "train", "init", "convert"])
def test_files_are_completed(command: str) -> None:
    shell = ShellComplete(main, {}, "kspec", "_KSPEC_COMPLETE")
    assert {item.type for item in shell.get_completions([command], "mod")} == {"file"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_scripts_for_shells(shell: str) -> None:
    ran = CliRunner().invoke(
        main, prog_name="kspec", env={"_KSPEC_COMPLETE": f"{shell}_source"}, standalone_mode=True
    )
    assert "_KSPEC_COMPLETE" in ran.output


def test_versions_for_reports(folder: Folder) -> None:
    held: dict[str, Any] = json.loads(folder.run("version", "--output-format", "json").out)
    assert {"kspec", "python", "keras"} <= held.keys()


def test_options_of_one_name_are_spelt_and_valued_alike() -> None:
    for name, command in commands():
        options = {param.name: param for param in command.params}
        if (output := options.get("output")) is not None:
            assert output.opts == ["-o", "--output"], name
        if (color := options.get("color")) is not None:
            assert isinstance(color.type, click.Choice)
            assert list(color.type.choices) == ["auto", "always", "never"], name
        if (form := options.get("output_format")) is not None:
            assert isinstance(form.type, click.Choice)
            assert name == "lint" or list(form.type.choices) == ["text", "json"], name


@pytest.mark.parametrize(
    ("command", "package"), [("lsp", "pygls"), ("mcp", "mcp"), ("mcp", "anyio")]
)
def test_a_command_whose_packages_are_missing_says_what_to_install(
    command: str, package: str
) -> None:
    script = f"""
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {package!r}:
            raise ModuleNotFoundError("No module named {package}", name={package!r})
sys.meta_path.insert(0, Missing())
sys.argv = ["kspec", {command!r}]
from kspec.cli.main import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "is not installed: pip install 'kspec[" + command + "]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_words_of_other_tools_lead_to_the_command(folder: Folder) -> None:
    for word, meant in OTHER_WORDS.items():
        assert word not in COMMANDS
        assert meant.split()[0] in COMMANDS
        ran = folder.run(word, "x.py")
        assert ran.code == 2
        assert f"No such command '{word}'. Did you mean '{meant}'?" in ran.err


def test_a_file_in_the_place_of_a_command(folder: Folder) -> None:
    folder.write("model.json")
    assert "Did you mean 'lint model.json'?" in folder.run("model.json").err


def test_ctrl_c_ends_a_command_with_a_code_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(click.Group, "invoke", interrupted)
    ran = CliRunner().invoke(main, ["version"])
    assert (ran.exit_code, ran.output) == (130, "")
