"""Access control, and headers for browsers."""

from typing import Any

import pytest

from kspec.http.state import Settings
from tests.http.conftest import client_of
from tests.http.test_problems import problem

LINT: dict[str, Any] = {"url": "/v1/lint", "content": b"{}"}


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "10.1.2.3"]
)
def test_addresses_and_localhost_are_this_service(host: str) -> None:
    with client_of() as client:
        assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["example.com", "localhost.example.com", "", "[", "1.2.3", "a:b"])
def test_other_names_are_not(host: str) -> None:
    with client_of() as client:
        problem(client.get("/healthz", headers={"host": host}), "wrong-host")


def test_a_name_can_be_allowed() -> None:
    with client_of(Settings(hosts=("lint.example.com",))) as client:
        named = {"host": "lint.example.com"}
        assert client.get("/healthz", headers=named).status_code == 200
        problem(client.get("/healthz", headers={"host": "example.com"}), "wrong-host")


@pytest.mark.parametrize("origin", ["https://example.com", "null", "http://localhost:1"])
def test_pages_of_other_origins_may_not_ask(origin: str) -> None:
    with client_of() as client:
        answer = client.post(**LINT, headers={"origin": origin})
        problem(answer, "foreign-origin")
        assert "access-control-allow-origin" not in answer.headers
        assert client.post(**LINT, headers={"origin": "http://localhost"}).status_code == 200


def test_an_origin_can_be_allowed() -> None:
    allowed = {"origin": "https://example.com"}
    with client_of(Settings(origins=("https://example.com",))) as client:
        answer = client.post(**LINT, headers=allowed)
        assert answer.headers["access-control-allow-origin"] == "https://example.com"
        assert "kspec-errors" in answer.headers["access-control-expose-headers"]
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert answer.headers["vary"] == "origin"
        asked = client.options("/v1/lint", headers=allowed)
        assert asked.status_code == 204
        assert "content-type" in asked.headers["access-control-allow-headers"]
        problem(client.post(**LINT, headers={"origin": "https://example.org"}), "foreign-origin")


def test_a_token_is_asked_for_all_but_probes_and_the_page() -> None:
    with client_of(Settings(token="secret")) as client:  # noqa: S106 - of this test
        answer = client.post(**LINT)
        problem(answer, "unauthorized")
        assert answer.headers["www-authenticate"] == "Bearer"
        for wrong in ("secret", "Bearer", "Bearer secre", "Bearer secret ", "Bearer \xe9"):
            headers = {b"authorization": wrong.encode("latin-1")}
            problem(client.post(**LINT, headers=headers), "unauthorized")
        problem(client.get("/metrics"), "unauthorized")
        right = {"authorization": "Bearer secret"}
        assert client.post(**LINT, headers=right).status_code == 200
        for path in ("/healthz", "/readyz", "/docs", "/openapi.json"):
            assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("path", ["/healthz", "/v1/rules", "/docs", "/nothing", "/openapi.json"])
def test_every_answer_has_headers_that_keep_browsers_safe(path: str) -> None:
    with client_of() as client:
        headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe-eval" not in headers["content-security-policy"].replace("wasm-unsafe-eval", "")
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers
