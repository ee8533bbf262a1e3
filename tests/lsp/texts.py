"""Texts as an editor has them open, with the cursor as a bar."""

from kspec.lsp.completion import completions
from kspec.lsp.snapshot import View
from kspec.lsp.store import Store, Text

JSON = "file:///nowhere/a.kspec.json"
YAML = "file:///nowhere/a.kspec.yaml"

GOOD = """{
  "inputs": {"shape": [8, 8, 1]},
  "layers": [
    {"type": "Conv2D", "name": "conv", "filters": 4, "kernel_size": 3, "activation": "relu"},
    {"type": "Flatten"},
    {"type": "Dense", "name": "head", "units": 10, "activation": "softmax"}
  ],
  "compile": {"loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"]},
  "fit": {"callbacks": [{"type": "EarlyStopping", "monitor": "val_loss"}]}
}
"""
SINGLE = """{
  "inputs": {"shape": [20]},
  "layers": [
    {"type": "Dense", "units": 1, "activation": "softmax"}
  ],
  "compile": {"loss": "binary_crossentropy"}
}
"""


def view_of(text: str, uri: str = JSON, *, before: str | None = None) -> View:
    """A text that is open, after another version of it."""
    store = Store("utf-32")
    if before is not None:
        store.view(Text(uri, 1, before))
    return store.view(Text(uri, 2, text))


def offered(marked: str, uri: str = JSON, *, before: str | None = None) -> list[str]:
    """The words that are offered at the bar, best first."""
    offset = marked.index("|")
    view = view_of(marked.replace("|", "", 1), uri, before=before)
    items = completions(view, offset)
    return [item.label for item in sorted(items, key=lambda item: item.sort_text or "")]
