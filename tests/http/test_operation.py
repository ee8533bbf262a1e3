"""Operation of the service: probes, counters, logs."""

import json
import logging
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from kspec.http.logs import LOGGER, JsonFormatter
from tests.http.conftest import InProcess, client_of


def test_healthz_asks_no_worker() -> None:
    workers = InProcess()
    with client_of(workers=workers) as client:
        assert client.get("/healthz").text == "ok\n"
    assert workers.asked == []


def test_readyz_is_about_workers_and_the_end() -> None:
    workers = InProcess()
    with client_of(workers=workers) as client:
        assert client.get("/readyz").status_code == 200
        workers.ready = False
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "1"
        workers.ready = True
        client.app.state.service.draining = True  # type: ignore[attr-defined]
        assert client.get("/readyz").status_code == 503


def values(client: TestClient) -> dict[tuple[str, ...], float]:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_counters_are_as_prometheus_reads_them(faulty: bytes) -> None:
    workers = InProcess()
    workers.waiting, workers.killed = 3, 2
    with client_of(workers=workers) as client:
        for _ in range(2):
            client.post("/v1/lint", content=faulty)
        client.get("/nowhere/1")
        client.get("/nowhere/2")
        client.get("/v1/rules/KS303")
        found = values(client)
    assert found[("kspec_requests_total", "/v1/lint", "200")] == 2
    assert found[("kspec_requests_total", "other", "404")] == 2
    assert found[("kspec_requests_total", "/v1/rules/{rule}", "200")] == 1
    assert found[("kspec_request_seconds_bucket", "/v1/lint", "+Inf")] == 2
    assert found[("kspec_request_seconds_count", "/v1/lint")] == 2
    assert found[("kspec_request_seconds_sum", "/v1/lint")] > 0
    assert found[("kspec_body_bytes_total",)] == 2 * len(faulty)
    assert found[("kspec_findings_total", "error")] == 4
    assert found[("kspec_queue_length",)] == 3
    assert found[("kspec_workers_killed_total",)] == 2
    buckets = [value for key, value in found.items() if key[:2] == _LINT_BUCKETS]
    assert buckets == sorted(buckets)


_LINT_BUCKETS = ("kspec_request_seconds_bucket", "/v1/lint")


@pytest.fixture
def lines() -> Iterator[list[dict[str, object]]]:
    found: list[dict[str, object]] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(json.loads(JsonFormatter().format(record)))

    handler, level = Kept(), LOGGER.level
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    yield found
    LOGGER.removeHandler(handler)
    LOGGER.setLevel(level)


def test_a_request_is_a_line_without_its_body(
    faulty: bytes, lines: list[dict[str, object]]
) -> None:
    with client_of() as client:
        answer = client.post("/v1/lint?filename=secret.json", content=faulty)
    (line,) = lines
    assert line["route"] == "/v1/lint"
    assert line["method"] == "POST"
    assert line["status"] == 200
    assert line["bytes"] == len(faulty)
    assert line["findings"] == 2
    assert line["id"] == answer.headers["x-request-id"]
    assert line["ms"] > 0  # type: ignore[operator]
    text = json.dumps(line)
    assert "secret" not in text
    assert "digits" not in text


def test_an_id_is_taken_from_the_proxy_or_made(lines: list[dict[str, object]]) -> None:
    with client_of() as client:
        taken = client.get("/docs", headers={"x-request-id": "abc-1.2_3"})
        made = client.get("/docs", headers={"x-request-id": 'x" or\tanything'})
        client.get("/healthz")
    assert taken.headers["x-request-id"] == "abc-1.2_3"
    assert made.headers["x-request-id"] != 'x" or\tanything'
    assert [line["id"] for line in lines] == [one.headers["x-request-id"] for one in (taken, made)]


def test_a_fault_is_a_line_without_its_words(
    lines: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr("kspec.http.operation.PlainTextResponse", broken)
    with client_of() as client:
        assert client.get("/healthz").status_code == 500
    fault, request = lines
    assert str(fault["fault"]).startswith("ZeroDivisionError at ")
    assert "secret" not in json.dumps(lines)
    assert request["status"] == 500
