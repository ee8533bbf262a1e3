"""kspec in Pyodide says what kspec says."""

import base64
import json
import shutil
import subprocess
from pathlib import Path

import pytest

import kspec
from tests.service.hundred import hundred

pytestmark = pytest.mark.slow


def test_a_hundred_documents_have_the_same_findings(site: Path, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    documents = hundred()
    sent = tmp_path / "documents.json"
    sent.write_text(json.dumps({k: base64.b64encode(v).decode() for k, v in documents.items()}))
    script = Path(__file__).with_name("hundred.mjs")
    command = [node, str(script), str(site), str(sent)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    expected = {
        name: kspec.lint_text(content, filename=name).to_dict()["findings"]
        for name, content in documents.items()
    }
    assert json.loads(ran.stdout) == expected
