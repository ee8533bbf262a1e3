"""`kspec lint --watch`: what makes it lint again, and how it ends."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kspec.cli import lint_watch
from tests.cli.conftest import GOOD, TYPO, Folder


@pytest.fixture
def watched(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Watches while some steps are made, one at each look; after the last Ctrl-C is pressed."""

    def watched(arguments: tuple[str, ...], *steps: Callable[[], object]) -> Any:
        left = iter(steps)

        def wait() -> None:
            step = next(left, None)
            if step is None:
                raise KeyboardInterrupt
            step()

        def watch(request: Any) -> int:
            return real(request, wait)

        real = lint_watch.watch
        with monkeypatch.context() as patch:
            patch.setattr(lint_watch, "watch", watch)
            return folder.lint("--watch", *arguments)

    return watched


def rounds(ran: Any) -> Iterator[str]:
    """Yield the first words of each round."""
    for line in ran.out.splitlines():
        if line.startswith(("Checked", "Found")):
            yield line.split(",")[0].split(":")[0]


def test_it_lints_again_when_a_file_changes(folder: Folder, watched: Callable[..., Any]) -> None:
    folder.write("model.json", TYPO)
    ran = watched(
        ("model.json",),
        lambda: None,
        lambda: folder.write("model.json", GOOD),
        lambda: folder.write("other.json", TYPO),
    )
    assert list(rounds(ran)) == [
        "Found 1 error in 1 file (1 fixable with --fix).",
        "Checked 1 file",
    ]
    assert ran.code == 0
    assert ran.err == "Watching for changes; Ctrl-C ends.\n" * 2


def test_folders_and_globs_are_watched(folder: Folder, watched: Callable[..., Any]) -> None:
    folder.write("deep/model.json", GOOD)
    steps = (
        lambda: folder.write("deep/new/model.yaml", GOOD),
        (folder.path / "deep/model.json").unlink,
        lambda: folder.write("deep/notes.txt", "not a spec"),
        lambda: folder.write(".hidden/model.json", TYPO),
    )
    found = ["Checked 1 file", "Checked 2 files", "Checked 1 file"]
    assert list(rounds(watched((), *steps))) == found
    folder.write("deep/model.json", GOOD)
    more = watched(("deep/*.json",), lambda: folder.write("deep/third.json", GOOD))
    assert list(rounds(more)) == ["Checked 1 file", "Checked 2 files"]


def test_settings_and_data_are_watched(folder: Folder, watched: Callable[..., Any]) -> None:
    folder.write("deep/model.json", TYPO)
    folder.write("kspec.toml", "")
    ran = watched(
        ("deep/model.json",),
        lambda: folder.write("kspec.toml", 'ignore = ["unknown-field"]'),
        (folder.path / "kspec.toml").unlink,
    )
    assert [text.split()[0] for text in rounds(ran)] == ["Found", "Checked", "Found"]


def test_a_file_that_is_not_there_is_waited_for(
    folder: Folder, watched: Callable[..., Any]
) -> None:
    ran = watched(("model.json",), lambda: folder.write("model.json", GOOD))
    assert "no such file" in ran.err
    assert list(rounds(ran)) == ["Checked 1 file"]


def test_what_is_mended_settles(folder: Folder, watched: Callable[..., Any]) -> None:
    folder.write("model.json", TYPO)
    ran = watched(("model.json", "--fix"), lambda: None)
    assert "activation" in folder.read("model.json")
    assert list(rounds(ran))[-1] == "Checked 1 file"


@pytest.mark.parametrize(
    "arguments", [("-",), ("--write-baseline", "b.json"), ("--show-settings",)]
)
def test_what_does_not_go_with_it(folder: Folder, arguments: tuple[str, ...]) -> None:
    ran = folder.lint("--watch", *arguments)
    assert (ran.code, "--watch goes with files" in ran.err) == (2, True)
