"""Problems of requests in JSON, with the documented status and type."""

import asyncio
import json
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from kspec.http.app import create_app
from kspec.http.limits import DEFAULTS
from kspec.http.problems import KINDS
from kspec.http.state import Settings
from tests.http.conftest import InProcess, client_of

SMALL = Settings(DEFAULTS._replace(body=100, archive=200, batch=300, documents=2))


def problem(answer: Any, kind: str) -> str:
    """The detail of an answer that is a problem of a kind."""
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert answer.status_code == said["status"] == KINDS[kind].status
    assert said["type"] == f"urn:kspec:problem:{kind}"
    assert said["title"] == KINDS[kind].title
    assert isinstance(said["detail"], str)
    return str(said["detail"])


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("selct=KS3", 'did you mean "select"?'),
        ("extend_select=KS3", 'did you mean "extend-select"?'),
        ("what=x", "there are filename, task, select"),
        ("select=unknown-monitr", 'did you mean "unknown-monitor"?'),
        ("task=regresion", 'did you mean "regression"?'),
        ("output-format=sarf", 'did you mean "sarif"?'),
        ("limit=0", "limit: "),
        ("limit=many", "limit: "),
        ("preview=maybe", "preview: "),
        ("severity=KS403%3Dbad", "RULE=SEVERITY"),
        ("filename=" + "n" * 1001, "filename: "),
    ],
)
def test_a_wrong_option_names_what_is_right(client: TestClient, query: str, meant: str) -> None:
    assert meant in problem(client.post(f"/v1/lint?{query}", content=b"{}"), "wrong-option")


def test_a_wrong_option_of_a_batch_ends_the_whole(client: TestClient) -> None:
    answer = client.post("/v1/batch?select=unknown-monitr", content=b"{}")
    assert "unknown-monitor" in problem(answer, "wrong-option")


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/v1/lnt", "did you mean /v1/lint?"),
        ("/v2", "/docs lists"),
        ("/v1/rules/KS99", '"KS99" is no rule'),
        ("/v1/rules/softmax-single", 'did you mean "softmax-single-unit"?'),
        ("/v1/describe/Dens", 'did you mean "Dense"?'),
        ("/..%2f..%2fetc/passwd", ""),
    ],
)
def test_what_is_not_there(client: TestClient, path: str, meant: str) -> None:
    assert meant in problem(client.get(path), "not-found")


def test_a_method_that_is_not_taken(client: TestClient) -> None:
    answer = client.get("/v1/lint")
    detail = problem(answer, "method-not-allowed")
    assert detail == "/v1/lint takes POST, with what is asked in the body"
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "accept", ["image/png", "application/json;q=0", "text/*;q=0, image/svg+xml", "nonsense"]
)
def test_what_cannot_be_given(client: TestClient, accept: str) -> None:
    answer = client.post("/v1/check", content=b"{}", headers={"accept": accept})
    assert "application/json" in problem(answer, "not-acceptable")


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/json"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"),
        ("text/*", "text/plain; charset=utf-8"),
        ("application/json;q=0.1, application/sarif+json", "application/sarif+json"),
        ("application/*;q=0.2, text/plain;q=x", "application/json"),
        ("application/json;q=0, */*", "application/sarif+json"),
    ],
)
def test_the_best_that_is_accepted_is_given(client: TestClient, accept: str, media: str) -> None:
    answer = client.post("/v1/lint", content=b"{}", headers={"accept": accept})
    assert answer.headers["content-type"] == media


def test_a_body_of_another_kind(client: TestClient) -> None:
    answer = client.post("/v1/lint", content=b"x", headers={"content-type": "image/png"})
    assert "application/json" in problem(answer, "unsupported-media-type")
    answer = client.post("/v1/batch", content=b"x", headers={"content-type": "text/html"})
    problem(answer, "unsupported-media-type")


def test_forms_that_are_none(client: TestClient, good: bytes) -> None:
    form = {"content-type": "multipart/form-data"}
    problem(client.post("/v1/lint", content=b"x", headers=form), "wrong-body")
    form = {"content-type": "multipart/form-data; boundary=x"}
    problem(client.post("/v1/lint", content=b"--x\r\n\r\n", headers=form), "wrong-body")
    two = {"old": good, "new": good}
    assert "one document" in problem(client.post("/v1/lint", files=two), "wrong-body")
    assert "`old` and `new`" in problem(client.post("/v1/diff", content=good), "wrong-body")
    three = [("old", good), ("new", good), ("other", good)]
    problem(client.post("/v1/diff", files=three), "wrong-body")


def test_no_network_and_no_way_to_write_it(client: TestClient, good: bytes) -> None:
    for path in ("summary", "plot", "convert"):
        assert "lint it" in problem(client.post(f"/v1/{path}", content=b"{}"), "no-network")
    problem(client.post("/v1/diff", files={"old": good, "new": b"{}"}), "no-network")
    broken = {**json.loads(good), "outputs": "nowhere"}
    problem(client.post("/v1/convert", json=broken), "not-convertible")


def test_bodies_that_are_too_large() -> None:
    with client_of(SMALL) as client:
        assert client.post("/v1/lint", content=b" " * 100).status_code == 200
        assert "100 bytes" in problem(client.post("/v1/lint", content=b" " * 101), "too-large")
        in_pieces = (b" " * 60 for _ in range(2))
        answer = client.post("/v1/lint", content=in_pieces)
        assert "content-length" not in answer.request.headers
        problem(answer, "too-large")


@pytest.mark.parametrize(
    "media", ["application/octet-stream", "application/x-www-form-urlencoded", ""]
)
def test_only_archives_may_be_larger(media: str) -> None:
    octets = {"content-type": media}
    with client_of(SMALL) as client:
        problem(client.post("/v1/lint", content=b" " * 150, headers=octets), "too-large")
        archive = b"PK\x03\x04" + b" " * 146
        answer = client.post("/v1/lint?filename=x.keras", content=archive, headers=octets)
        assert answer.status_code == 200
        assert answer.headers["kspec-errors"] == "1"
        longer = archive + b" " * 60
        problem(
            client.post("/v1/lint?filename=x.keras", content=longer, headers=octets), "too-large"
        )


def test_batches_that_are_too_large() -> None:
    with client_of(SMALL) as client:
        problem(client.post("/v1/batch", content=b"{}\n{}\n{}"), "too-large")
        problem(client.post("/v1/batch", content=b" " * 301), "too-large")
        assert len(client.post("/v1/batch", content=b"{}\n\n{}\n").text.splitlines()) == 2


def test_bodies_held_at_one_time_are_bounded() -> None:
    settings = Settings(DEFAULTS._replace(buffered=50))
    with client_of(settings) as client:
        answer = client.post("/v1/lint", content=b" " * 51)
        assert problem(answer, "busy")
        assert answer.headers["retry-after"] == "1"
        for _ in range(3):  # what was held is given back
            assert client.post("/v1/lint", content=b" " * 50).status_code == 200
            assert client.post("/v1/batch", content=b"{}").status_code == 200


def test_a_slow_body_is_not_waited_for() -> None:
    """The sender never sends the rest: the answer comes all the same."""
    hasty = Settings(DEFAULTS._replace(body_seconds=0.05))
    app, sent = create_app(hasty, InProcess()), []

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        return {}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/v1/lint",
        "raw_path": b"/v1/lint",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"content-length", b"9")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == KINDS["slow-body"].status
    assert (b"connection", b"close") in sent[0]["headers"]


def test_a_fault_of_kspec_is_a_problem_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> object:
        raise ZeroDivisionError("secret words of a document")

    with client_of() as client:
        monkeypatch.setattr("kspec.http.questions.model_of", broken)
        answer = client.post("/v1/lint", content=b"{}")
        detail = problem(answer, "internal")
        assert "ZeroDivisionError at " in detail
        assert "secret" not in detail
        monkeypatch.setattr("kspec.http.routes.documents_of", broken)
        answer = client.post("/v1/lint", content=b"{}")
        assert "secret" not in problem(answer, "internal")


def test_types_never_change() -> None:
    """Programs compare them: one that is gone, or has another status, breaks them."""
    assert {kind: one.status for kind, one in KINDS.items()} == {
        "wrong-option": 400,
        "wrong-body": 400,
        "unauthorized": 401,
        "foreign-origin": 403,
        "not-found": 404,
        "method-not-allowed": 405,
        "not-acceptable": 406,
        "slow-body": 408,
        "too-large": 413,
        "unsupported-media-type": 415,
        "wrong-host": 421,
        "gave-up": 422,
        "no-network": 422,
        "not-convertible": 422,
        "too-many-requests": 429,
        "internal": 500,
        "busy": 503,
    }
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", kind) for kind in KINDS)
