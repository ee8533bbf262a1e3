"""Commit of a folder, read from git's own files.

No program is called: on some systems the first `git` in the search path is one in the folder
itself.
"""

import re
from pathlib import Path

from kspec.source.plain_files import read_plain

MOST = 2**24
"""Bytes of a file that is read: `packed-refs` has a line for every tag."""
COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def revision(folder: Path) -> str | None:
    """The commit of the repository around a folder; None where there is none, or none yet."""
    for place in (folder, *folder.parents):
        if (place / ".git").exists():
            try:
                return _head(_folder_of(place / ".git"))
            except (OSError, ValueError):
                return None
    return None


def _folder_of(git: Path) -> Path:
    """Folder of git's files: a worktree has a file with its path."""
    if git.is_dir():
        return git
    return git.parent / read_plain(git, MOST).removeprefix("gitdir:").strip()


def _head(git: Path) -> str | None:
    head = read_plain(git / "HEAD", MOST).strip()
    if not head.startswith("ref:"):
        return head if COMMIT.fullmatch(head) else None
    name = head.removeprefix("ref:").strip()
    shared = git / "commondir"
    common = git / read_plain(shared, MOST).strip() if shared.exists() else git
    if (common / name).is_file():
        commit = read_plain(common / name, MOST).strip()
        return commit if COMMIT.fullmatch(commit) else None
    packed = read_plain(common / "packed-refs", MOST)
    lines = (line.partition(" ") for line in packed.splitlines())
    return next(
        (commit for commit, _, of in lines if of == name and COMMIT.fullmatch(commit)), None
    )
