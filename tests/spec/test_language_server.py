"""The schema in the language server that editors use for JSON: completion, hover and errors."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SCHEMA = Path(__file__).parent.parent.parent / "schemas" / "v1" / "model.schema.json"
PACKAGE = "vscode-langservers-extracted@4.10.0"
"""Visual Studio Code's own server for JSON, as other editors install it."""

pytestmark = pytest.mark.slow


class Server:
    """The server as an editor talks to it, over its standard streams."""

    def __init__(self, program: Path) -> None:
        self.process = subprocess.Popen(
            [program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.calls = 0
        item = {"documentationFormat": ["markdown"], "snippetSupport": True}
        document = {"completion": {"completionItem": item}, "diagnostic": {}}
        self.ask(
            "initialize",
            processId=None,
            rootUri=None,
            capabilities={"textDocument": document},
            initializationOptions={"handledSchemaProtocols": ["file"]},
        )
        self.tell("initialized")

    def tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, **params: Any) -> Any:
        self.calls += 1
        self._send({"id": self.calls, "method": method, "params": params})
        while (answer := self._receive()).get("id") != self.calls or "method" in answer:
            pass
        return answer["result"]

    def open(self, text: str) -> str:
        """A new document that names the schema."""
        self.calls += 1
        uri = f"file:///spec{self.calls}.json"
        document = {"uri": uri, "languageId": "json", "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        return uri

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            assert line, "the language server has ended"
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        answer: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return answer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed: it brings the language server")
    folder = tmp_path_factory.mktemp("server")
    subprocess.run([npm, "install", "--silent", PACKAGE], cwd=folder, check=True)
    running = Server(folder / "node_modules" / ".bin" / "vscode-json-language-server")
    yield running
    running.process.kill()
    running.process.communicate()


def spec(layers: str) -> tuple[str, dict[str, int]]:
    """A spec with these layers, and the position of the ``|`` in it."""
    text = f'{{"$schema": "{SCHEMA.as_uri()}", "inputs": {{"shape": [4]}}, "layers": [{layers}]}}'
    return text.replace("|", ""), {"line": 0, "character": text.index("|")}


def completed(server: Server, layers: str) -> dict[str, dict[str, Any]]:
    text, position = spec(layers)
    document = {"uri": server.open(text)}
    found = server.ask("textDocument/completion", textDocument=document, position=position)
    return {item["label"]: item for item in found["items"]}


def test_fields_of_a_layer_are_completed_and_explained(server: Server) -> None:
    fields = completed(server, '{"type": "Conv2D", |}')
    assert {"filters", "kernel_size", "padding", "activation", "inputs"} <= set(fields)
    assert "return_sequences" not in fields
    assert "channels of the output" in str(fields["filters"]["documentation"])


def test_values_are_completed(server: Server) -> None:
    paddings = completed(server, '{"type": "Conv2D", "padding": |}')
    assert {'"valid"', '"same"'} <= set(paddings)
    activations = completed(server, '{"type": "Dense", "activation": |}')
    assert {'"relu"', '"softmax"', '"gelu"'} <= set(activations)
    assert {'"Dense"', '"LSTM"'} <= set(completed(server, '{"type": |}'))


def test_hover_says_what_a_layer_and_a_field_are(server: Server) -> None:
    text, position = spec('{"type": "LSTM", "return_seq|uences": true}')
    document = {"uri": server.open(text)}
    said = server.ask("textDocument/hover", textDocument=document, position=position)
    assert "needed before another recurrent layer" in str(said["contents"])


def test_errors_are_marked(server: Server) -> None:
    text, _ = spec('{"type": "Dense", "units": "ten", "actvation": "relu"}|')
    document = {"uri": server.open(text)}
    report = server.ask("textDocument/diagnostic", textDocument=document)
    messages = " ".join(item["message"] for item in report["items"])
    assert "actvation" in messages
    assert "integer" in messages
    text, _ = spec('{"type": "Dense", "units": 10, "activation": "relu"}|')
    report = server.ask("textDocument/diagnostic", textDocument={"uri": server.open(text)})
    assert report["items"] == []
