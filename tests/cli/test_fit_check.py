"""Checks of `kspec run` and `%load_ext kspec` at each `fit`, within this process."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kspec.cli.fit_check import FitCheck
from kspec.executor.fit_hook import AfterImport, FitHook
from kspec.linter import engine
from kspec.linter.engine import Parsed
from kspec.source.document import Document
from tests.linter.live import X

if TYPE_CHECKING:
    from kspec.linter.report import Report

pytestmark = [
    pytest.mark.contract,
    pytest.mark.filterwarnings("ignore:.*softmax over axis:UserWarning"),  # Keras sees it, too
]

MODEL = """
import keras

def head(units):
    return keras.layers.Dense(units, activation="softmax")

def network(units):
    body = keras.layers.Dense(4, "relu")
    model = keras.Sequential([keras.Input((4,)), body, head(units)])
    model.compile("adam", "binary_crossentropy", run_eagerly=True)
    return model
"""


class Session:
    """Code that is run under the hook, with what it shows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shown: list[Report] = []
        self.check = FitCheck(self.shown.append)
        self.hook = FitHook(self.check)
        self.names: dict[str, Any] = {"x": X, "y": (X.sum(axis=1) > 0).astype(int)}

    def run(self, text: str, name: str = "train.py") -> None:
        path = self.folder / name
        path.write_text(text)
        exec(compile(text, str(path), "exec"), self.names)  # noqa: S102 - a script of the test

    def places(self) -> list[tuple[str, str, str]]:
        """The code, the file and the text of each finding that is shown."""
        found = []
        for report in self.shown:
            for document, finding in report.pairs():
                start, end = finding.span or (0, 0)
                found.append((finding.code, Path(document.name).name, document.text[start:end]))
        return found


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(tmp_path)
    made.hook.install()
    yield made
    made.hook.remove()


def test_findings_stand_at_the_lines_that_make_the_layers(session: Session) -> None:
    session.run(MODEL, "networks.py")
    session.run("for _ in range(2):\n    network(1).fit(x, y, batch_size=500, verbose=0)\n")
    assert session.check.fits == 2
    assert sorted(session.places()) == [
        ("KS303", "networks.py", '"softmax"'),
        ("KS405", "train.py", "500"),
    ]


def test_comments_silence(session: Session) -> None:
    silenced = '"softmax")  # kspec: ignore[KS303]'
    session.run(MODEL.replace('"softmax")', silenced) + "network(1).fit(x, y, verbose=0)\n")
    assert session.places() == []


def test_a_right_model_is_analysed_once_for_each_fit(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysed: list[object] = []
    original = engine.parse_document

    def counted(document: Document, **options: Any) -> Parsed:
        analysed.append(document)
        return original(document, **options)

    monkeypatch.setattr("kspec.linter.linter.parse_document", counted)
    right = MODEL.replace("softmax", "sigmoid")
    session.run(right + "model = network(1)\nmodel.fit(x, y, verbose=0)\nmodel.fit(x=x, y=y)\n")
    assert session.check.fits == len(analysed) == 2
    assert session.shown == []


def test_a_class_of_the_users_own_is_met(session: Session) -> None:
    own = (
        "class Own(keras.Sequential):\n    def fit(self, *a, **k):\n        super().fit(*a, **k)\n"
    )
    session.run(
        f"import keras\n{own}m = Own([keras.Input((4,)), keras.layers.Dense(1, 'softmax')])\n"
        "m.compile('sgd', 'binary_crossentropy')\nm.fit(x, y, verbose=0)\n"
    )
    assert ("KS303", "train.py", "'softmax'") in session.places()


def test_a_model_that_its_first_batch_builds_is_right(session: Session) -> None:
    session.run(
        "import keras\ndef batches():\n    while True:\n        yield x[:8], y[:8]\n"
        "model = keras.Sequential([keras.layers.Dense(1, 'sigmoid')])\n"
        "model.compile('sgd', 'binary_crossentropy')\n"
        "model.fit(batches(), steps_per_epoch=1, verbose=0, shuffle=False)\n"
    )
    assert session.check.fits == 1
    assert session.places() == []


def test_a_look_whether_keras_is_there_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "keras")
    patched: list[object] = []
    finder = AfterImport("keras", patched.append)
    monkeypatch.setattr(sys, "meta_path", [finder, *sys.meta_path])
    assert importlib.util.find_spec("keras") is not None
    spec = importlib.util.find_spec("keras")
    assert spec is not None
    assert spec.loader is finder
    assert patched == []


def test_what_is_patched_is_undone() -> None:
    import keras

    before = [dict(vars(keras.Model)), dict(vars(keras.layers.Layer)), list(sys.meta_path)]
    hook = FitHook(lambda *_: None)
    hook.install()
    assert vars(keras.Model) != before[0]
    hook.remove()
    assert [dict(vars(keras.Model)), dict(vars(keras.layers.Layer)), list(sys.meta_path)] == before


def test_an_error_of_kspec_stops_nothing(
    session: Session, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("kspec.cli.fit_check.report_of", broken)
    session.run(MODEL + "network(1).fit(x, y, verbose=0)\nfitted = True\n")
    assert session.names["fitted"]
    assert "internal error" in capsys.readouterr().err


def test_a_notebook_shows_findings_and_stops(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("IPython")
    from IPython.core.interactiveshell import InteractiveShell

    shell: Any = InteractiveShell.instance()
    shell.user_ns |= {"x": X, "y": (X.sum(axis=1) > 0).astype(int)}
    try:
        for cell in ("%load_ext kspec", MODEL, "model = network(1)\nmodel.fit(x, y)"):
            result = shell.run_cell(cell, store_history=True)
        assert result.error_in_exec is not None
        shown = capsys.readouterr().out
        assert "KS303" in shown
        assert "In[2]" in shown
        assert "Traceback" not in shown
        assert "stopped before the first step" in shown
        assert shell.run_cell("%unload_ext kspec\nmodel.fit(x, y, verbose=0)").success
    finally:
        shell.run_cell("%unload_ext kspec")
        InteractiveShell.clear_instance()


def test_what_to_do_is_said_in_python(session: Session) -> None:
    session.run(
        "import keras\n"
        "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])\n"
        "model.compile('adam', 'sparse_categorical_crossentropy')\n"
        "model.fit(x, y, verbose=0)\n"
    )
    helps = [finding.help for report in session.shown for finding in report.findings]
    assert helps == ['Set from_logits=True, or give the head activation="softmax".']
