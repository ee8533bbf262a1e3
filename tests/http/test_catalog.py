"""Rules, classes and the schema: in several forms, remembered, and not sent twice."""

import re

from fastapi.testclient import TestClient

from kspec.linter.rules.index import RULES
from tests.http.conftest import InProcess, client_of


def test_a_rule_in_three_forms(client: TestClient) -> None:
    markdown = client.get("/v1/rules/KS303", headers={"accept": "text/markdown"})
    assert markdown.text.startswith("# KS303 softmax-single-unit\n")
    page = client.get("/v1/rules/KS303", headers={"accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>KS303 softmax-single-unit</h1>" in page.text
    assert "<pre><code" in page.text
    assert client.get("/v1/rules/softmax-single-unit").json()["code"] == "KS303"


def test_the_list_leads_to_every_rule(client: TestClient) -> None:
    page = client.get("/v1/rules", headers={"accept": "text/html"})
    links = re.findall(r'href="(rules/KS\d+)"', page.text)
    assert links == [f"rules/{entry.code}" for entry in RULES] or sorted(links) == sorted(
        f"rules/{entry.code}" for entry in RULES
    )
    assert client.get(f"/v1/{links[0]}").status_code == 200


def test_pages_of_rules_load_nothing(client: TestClient) -> None:
    for entry in RULES:
        page = client.get(f"/v1/rules/{entry.code}", headers={"accept": "text/html"})
        assert page.status_code == 200
        loads = re.search(r"<(script|img|link|iframe|object)|\ssrc=|\son\w+=", page.text)
        assert loads is None, entry


def test_what_is_there_already_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/v1/rules/KS303")
    again = client.get("/v1/rules/KS303", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]
    other = client.get("/v1/rules/KS303", headers={"accept": "text/html"})
    assert other.headers["etag"] != first.headers["etag"]
    assert other.headers["vary"] == "accept"


def test_workers_are_asked_once() -> None:
    workers = InProcess()
    with client_of(workers=workers) as client:
        for media in ("application/json", "text/html", "text/markdown"):
            client.get("/v1/rules/KS303", headers={"accept": media})
        for _ in range(2):
            client.get("/v1/rules/nothing")
    assert workers.asked == ["call"] * 3
