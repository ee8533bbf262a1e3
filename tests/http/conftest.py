"""The service with workers in this process, for tests that are about what it answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from kspec.http.app import DEFAULTS, create_app
from kspec.http.frames import Message
from kspec.http.pool import Question
from kspec.http.state import Settings
from kspec.http.worker import answered

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


class InProcess:
    """Answers in the process of the test, as a worker does."""

    def __init__(self) -> None:
        self.killed = 0
        self.waiting = 0
        self.ready = True
        self.asked: list[str] = []

    async def start(self) -> None:
        """Nothing."""

    async def ask(self, question: Question, *, patient: bool = False) -> Message:
        del patient
        self.asked.append(question.head["question"])
        return Message(*answered(question.head, list(question.documents)))

    async def close(self) -> None:
        """Nothing."""


def client_of(settings: Settings = DEFAULTS, workers: InProcess | None = None) -> TestClient:
    app = create_app(settings, workers or InProcess())
    return TestClient(app, "http://localhost", follow_redirects=False)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with client_of() as opened:
        yield opened


@pytest.fixture(scope="session")
def good() -> bytes:
    return (EXAMPLES / "digits.json").read_bytes()


@pytest.fixture(scope="session")
def faulty() -> bytes:
    return (EXAMPLES / "faulty" / "digits.json").read_bytes()
