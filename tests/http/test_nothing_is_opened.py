"""Names in a document are neither opened nor fetched nor run, in any question about it."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from kspec.http.limits import DEFAULTS
from kspec.http.pool import Pool, Question
from kspec.service.options import DEFAULTS as NO_OPTIONS
from tests.safety.attacks import files
from tests.safety.test_nothing_runs import QUIET

ROOT = Path(__file__).parents[2]
PARAMETERS: dict[str, dict[str, Any]] = {
    "lint": {"most": 1000, "format": "json"},
    "fix": {"most": 1000, "unsafe": True},
    "check": {"most": 1000},
    "convert": {"to": "python"},
}
LIMITS = DEFAULTS._replace(workers=1, worker_documents=10**6, worker_memory=2**40)


def documents(folder: Path) -> dict[str, tuple[str, bytes]]:
    """The attacks, and specs that name files which are there."""
    there = folder / "there.json"
    there.write_text("{}")
    names = [str(there), "there.json", "/etc/passwd", ".", "pyproject.toml", "../there.json"]
    naming = {
        f"{name} in {place}": (place, json.dumps({"kspec": 1, "model": name}).encode())
        for name in names
        for place in ("spec.json", str(folder / "spec.json"), str(ROOT / "spec.json"), "<text>")
    }
    texts = {f"the text {name}": ("x", name.encode()) for name in names}
    attacks = {title: (name, data) for title, (name, data, _) in files().items()}
    return {**attacks, **naming, **texts}


def test_a_worker_opens_nothing(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import tests.http.audited as it; it.main()"
    )
    asked = [
        (title, question, name, content)
        for title, (name, content) in documents(tmp_path).items()
        for question in PARAMETERS
    ]

    async def run() -> None:
        pool = Pool(LIMITS, (sys.executable, "-B", "-c", code, str(log)))
        await pool.start()
        for _, question, name, content in asked:
            head = {
                "question": question,
                "media": "application/json",
                "names": [name],
                "options": NO_OPTIONS._asdict(),
                "parameters": PARAMETERS[question],
            }
            answer = await pool.ask(Question(head, [content]))
            assert answer.head.get("problem") != "internal", answer.head
        await pool.close()

    asyncio.run(run())
    did = [json.loads(line) for line in log.read_text().splitlines()]
    assert len(did) == len(asked) > 400
    busy = [(*one[:2], what) for one, what in zip(asked, did, strict=True) if what != QUIET]
    assert busy == []


def test_the_watch_sees_what_is_opened(tmp_path: Path) -> None:
    """A watch that never finds anything proves nothing."""
    log, code = tmp_path / "log", f"import sys; sys.path.insert(0, {str(ROOT)!r}); "
    code += "import kspec.http.worker as w, tests.http.audited as it; "
    code += (
        "w.answered = lambda head, bodies: (open('/etc/hostname').close(), ({}, []))[1]; it.main()"
    )

    async def run() -> None:
        pool = Pool(LIMITS, (sys.executable, "-B", "-c", code, str(log)))
        await pool.start()
        await pool.ask(Question({}))
        await pool.close()

    asyncio.run(run())
    assert json.loads(log.read_text())["opened"] == ["/etc/hostname"]


@pytest.mark.parametrize("name", ["there.json", "/etc/passwd"])
def test_a_finding_does_not_say_whether_a_file_is_there(tmp_path: Path, name: str) -> None:
    from kspec.service.answers import lint_text

    (tmp_path / "there.json").write_text("{}")
    texts = {
        str(
            [
                one.message.replace(named, "")
                for one in lint_text(
                    json.dumps({"kspec": 1, "model": named}), str(tmp_path / "x.json")
                ).findings
            ]
        )
        for named in (name, "not-there.json")
    }
    assert len(texts) == 1
