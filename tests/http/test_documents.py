"""Documents of requests: as bodies and forms, by name and media type, many at once."""

import io
import json
import zipfile

import pytest
from fastapi.testclient import TestClient

from kspec.http.limits import DEFAULTS
from kspec.http.state import Settings
from tests.http.conftest import client_of
from tests.outputs.schemas import held_to

YAML = b"kspec: 1\ninputs: {shape: [4]}\nlayers:\n  - {type: Dense, units: 1}\n"
MODEL = """import keras
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="softmax")])
"""
COMPILED = """%matplotlib inline
model.compile("adam", "binary_crossentropy")
"""


def notebook(*cells: str) -> bytes:
    """The file of a notebook with cells of code, the source of each a list of lines."""
    made = [
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "source": cell.splitlines(keepends=True),
        }
        for cell in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4}, indent=1).encode()


def files_of(answer: object) -> set[str]:
    return {finding["file"] for finding in answer.json()["findings"]}  # type: ignore[attr-defined]


def test_a_name_is_told_by_the_query_or_by_the_form(client: TestClient, faulty: bytes) -> None:
    assert files_of(client.post("/v1/lint", content=faulty)) == {"<text>"}
    assert files_of(client.post("/v1/lint?filename=a.json", content=faulty)) == {"a.json"}
    form = {"file": ("b.json", faulty)}
    assert files_of(client.post("/v1/lint", files=form)) == {"b.json"}
    assert files_of(client.post("/v1/lint?filename=c.json", files=form)) == {"c.json"}
    field = client.post("/v1/lint", data={"file": faulty.decode()}, files={"none": b""})
    assert field.status_code == 400


@pytest.mark.parametrize(
    ("media", "name", "body", "code"),
    [
        ("application/yaml", None, YAML, None),
        ("application/json", None, YAML, "KS001"),
        ("application/json", "x.yaml", YAML, None),
        ("application/x-www-form-urlencoded", None, YAML, None),
        ("text/plain; charset=utf-8", None, YAML, None),
        (None, None, b"", "KS001"),
        ("application/json", None, b'{"a": 1} // no comment', "KS004"),
        ("text/x-python", None, b"import keras\nimport", "KS001"),
        (None, "x.py", b"import keras\nimport", "KS001"),
        (None, None, b"# by hand\nimport keras\nimport", "KS001"),
        (None, "model.txt", b"from keras import layers\n", None),
        (None, None, notebook(MODEL, COMPILED), "KS303"),
        (None, "x.json", b"import keras\n", "KS001"),
        ("application/json", "x", "\ud800".encode("utf-8", "surrogatepass"), "KS001"),
    ],
)
def test_a_media_type_tells_the_format_where_the_name_does_not(
    client: TestClient, media: str | None, name: str | None, body: bytes, code: str | None
) -> None:
    headers = {} if media is None else {"content-type": media}
    params = {} if name is None else {"filename": name}
    answer = client.post("/v1/lint", params=params, content=body, headers=headers)
    assert answer.status_code == 200
    codes = [finding["code"] for finding in answer.json()["findings"]]
    assert codes[:1] == ([] if code is None else [code])


@pytest.mark.parametrize("name", [None, "train.ipynb"])
def test_a_notebook_stays_one_where_it_is_fixed(client: TestClient, name: str | None) -> None:
    before = notebook(MODEL, COMPILED)
    params = {"unsafe-fixes": "true"} | ({} if name is None else {"filename": name})
    fixed = client.post("/v1/fix", params=params, content=before).json()
    assert fixed["fixed"] == 1
    assert fixed["report"]["findings"] == []
    assert fixed["text"].encode() == before.replace(b"softmax", b"sigmoid")
    changed = [line for line in fixed["diff"].splitlines() if line[:1] in "+-"][2:]
    assert [line[:1] for line in changed] == ["-", "+"]


TWO = """import keras
one = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
two = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
"""


@pytest.mark.parametrize("question", ["summary", "plot", "convert"])
def test_one_of_the_models_of_a_script_is_named(client: TestClient, question: str) -> None:
    address = f"/v1/{question}?filename=train.py"
    choice = client.post(address, content=TWO)
    assert choice.status_code == 400
    assert choice.json()["detail"] == (
        "train.py builds one at 2:7, two at 3:7: choose one with model"
    )
    assert "has no model three" in client.post(f"{address}&model=three", content=TWO).text
    by_name, by_line = (client.post(f"{address}&model={one}", content=TWO) for one in ("two", 3))
    assert by_name.status_code == 200
    assert by_name.content == by_line.content
    assert by_name.content != client.post(f"{address}&model=one", content=TWO).content


def test_one_of_the_models_of_each_script_is_compared(client: TestClient) -> None:
    files = {"old": ("a.py", TWO), "new": ("b.py", TWO.replace("Dense(2)", "Dense(3)"))}
    compared = client.post("/v1/diff?model=two&output-format=text", files=files)
    assert "units   2 -> 3" in compared.text


def test_an_archive_is_read(client: TestClient, good: bytes) -> None:
    config = client.post("/v1/convert?to=keras", content=good).content
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("config.json", config)
        archive.writestr("metadata.json", json.dumps({"keras_version": "3.8.0"}))
    media = {"content-type": "application/vnd.keras"}
    answer = client.post("/v1/summary?filename=m.keras", content=packed.getvalue(), headers=media)
    assert answer.json()["trainable_params"] == 3210


@pytest.mark.parametrize(
    "name", ["spec.json", "/etc/spec.json", "../spec.json", "\0", "🧠", "C:\\x"]
)
def test_what_a_document_names_is_never_opened(client: TestClient, name: str) -> None:
    answer = client.post(
        "/v1/lint", params={"filename": name}, json={"kspec": 1, "model": "passwd"}
    )
    assert [one["code"] for one in answer.json()["findings"]] == ["KS004"]
    assert files_of(answer) == {name}


def line(content: object, name: str | None = None) -> str:
    text = content.decode() if isinstance(content, bytes) else content
    return json.dumps({"content": text, "filename": name} if name else {"content": text})


def test_a_batch_is_answered_in_order(client: TestClient, good: bytes, faulty: bytes) -> None:
    lines = [line(good, "a.json"), "", line(faulty, "b.json"), "{", "[1]", line(3), line(good)]
    answer = client.post("/v1/batch", content="\r\n".join(lines))
    assert answer.headers["content-type"] == "application/x-ndjson"
    found = [json.loads(text) for text in answer.text.splitlines()]
    assert [one["line"] for one in found] == [1, 3, 4, 5, 6, 7]
    assert [one.get("filename") for one in found] == [
        "a.json",
        "b.json",
        None,
        None,
        None,
        "<text>",
    ]
    assert [one["problem"]["status"] for one in found if "problem" in one] == [400, 400, 400]
    for one in found:
        if "report" in one:
            held_to("lint", one["report"])
    alone = client.post("/v1/lint?filename=b.json", content=faulty)
    assert found[1]["report"] == alone.json()


def test_a_batch_takes_the_options_of_lint(client: TestClient, faulty: bytes) -> None:
    answer = client.post("/v1/batch?select=KS403&limit=1", content=line(faulty))
    report = json.loads(answer.text)["report"]
    assert [one["code"] for one in report["findings"]] == ["KS403"]


def test_batches_at_one_time_are_bounded(good: bytes) -> None:
    with client_of(Settings(DEFAULTS._replace(batches=0))) as client:
        assert client.post("/v1/batch", content=line(good)).status_code == 503


def test_findings_are_listed_up_to_a_limit(faulty: bytes) -> None:
    with client_of(Settings(DEFAULTS._replace(findings=1))) as client:
        for path in ("/v1/lint", "/v1/check"):
            answer = client.post(path, content=faulty)
            report = answer.json()["report"] if path == "/v1/check" else answer.json()
            assert len(report["findings"]) == report["summary"]["more"] == 1
            assert answer.headers["kspec-errors"] == "2"
        assert "more" not in client.post("/v1/lint?ignore=KS4", content=faulty).json()["summary"]
