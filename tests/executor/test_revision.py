"""The commit that a folder is at, as git itself says it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from kspec.executor.revision import revision

GIT = shutil.which("git")
AUTHOR = ("-c", "user.name=a", "-c", "user.email=a@example.org")


def git(folder: Path, *arguments: str) -> str:
    if GIT is None:
        pytest.skip("git is not installed")
    command = [GIT, *AUTHOR, "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / "deep").mkdir(parents=True)
    git(folder, "init", "--quiet")
    assert revision(folder) is None
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "one")
    return folder


def test_a_branch_a_packed_one_a_commit_and_a_worktree(repository: Path, tmp_path: Path) -> None:
    head = git(repository, "rev-parse", "HEAD")
    assert revision(repository) == revision(repository / "deep") == head
    git(repository, "pack-refs", "--all")
    assert revision(repository) == head
    git(repository, "worktree", "add", "--quiet", "-b", "other", str(tmp_path / "tree"))
    git(tmp_path / "tree", "commit", "--quiet", "--allow-empty", "-m", "two")
    assert revision(tmp_path / "tree") == git(tmp_path / "tree", "rev-parse", "HEAD") != head
    git(repository, "checkout", "--quiet", "--detach")
    assert revision(repository) == head


@pytest.mark.parametrize(
    ("name", "content"),
    [("HEAD", "ref: ../secret"), ("HEAD", ""), ("HEAD", "\xff"), ("packed-refs", "x")],
)
def test_files_that_git_did_not_write(repository: Path, name: str, content: str) -> None:
    (repository / "secret").write_text("no commit", "utf-8")
    git(repository, "pack-refs", "--all")
    (repository / ".git" / name).write_bytes(content.encode("latin-1"))
    assert revision(repository) is None
