"""Code through every door of the linter."""

import json
from pathlib import Path
from typing import Any

import pytest

import kspec
from kspec.linter.documents import parse_file
from kspec.linter.engine import Linted, lint_document
from kspec.linter.fixing import fixed
from kspec.linter.linter import Linter
from kspec.report import full
from kspec.source.document import Document

SLIP = """import keras


class Net(keras.Model):
    def call(self, inputs):
        return missing(inputs)
"""


def notebook(*sources: str, counts: tuple[int | None, ...] = ()) -> str:
    cells = [
        {"cell_type": "code", "source": source.splitlines(keepends=True), "execution_count": count}
        for source, count in zip(sources, counts or (None,) * len(sources), strict=True)
    ]
    return json.dumps({"cells": cells, "nbformat": 4}, indent=1)


def test_a_script_is_linted_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "net.py"
    path.write_text(SLIP, "utf-8")
    report = kspec.lint(str(path))
    assert str(report) == (
        f"{path}:6:16: error[KS821 undefined-name] `missing` is not defined: Net.call raises a "
        "NameError here"
    )


def test_a_text_is_code_by_its_file_name_or_format() -> None:
    for report in (
        kspec.lint_text(SLIP, filename="net.py"),
        kspec.lint_text(SLIP.encode(), filename="NET.PY"),
        kspec.lint_text(SLIP, format="python"),
        kspec.lint_text(notebook(SLIP), filename="net.ipynb"),
    ):
        assert [finding.code for finding in report.findings] == ["KS821"]


def test_findings_of_a_notebook_have_their_cell() -> None:
    report = kspec.lint_text(notebook("%pip install x\n", SLIP), filename="net.ipynb")
    assert str(report).startswith("net.ipynb:cell 2:6:16: error[KS821")
    (finding,) = report.to_dict()["findings"]
    assert (finding["cell"], finding["start"]["line"]) == (2, 6)


def test_hidden_state_is_said_once_and_where_advice_is_asked_for() -> None:
    text = notebook("import keras", "a = 1", "b = 1", counts=(5, 2, 1))
    assert kspec.lint_text(text, filename="a.ipynb").findings == []
    settings = {"extend-select": ["KS830"]}
    report = kspec.lint_text(text, filename="a.ipynb", settings=settings)
    assert [finding.code for finding in report.findings] == ["KS830"]
    assert str(report).startswith("a.ipynb:cell 1:1:1: advice[KS830")


def test_code_without_keras_is_not_looked_into() -> None:
    text = SLIP.replace("keras", "other")
    assert kspec.lint_text(text, filename="net.py").findings == []


def test_what_is_no_notebook_is_said() -> None:
    for text, message in (
        ("[]", "no list of cells"),
        ("{", "not valid JSON"),
        (json.dumps({"cells": [], "metadata": {"kernelspec": {"language": "R"}}}), "is in R"),
    ):
        (finding,) = kspec.lint_text(text, filename="a.ipynb").findings
        assert finding.code == "KS001"
        assert message in finding.message


def test_bytes_that_are_no_text_are_said() -> None:
    (finding,) = kspec.lint_text(b"import keras\n# \xff", filename="a.py").findings
    assert finding.code == "KS001"


def test_the_text_of_the_file_is_kept() -> None:
    raw = notebook("import keras")
    document = parse_file(raw, "a.ipynb")
    assert (document.text, document.file_text) == ("import keras\n", raw)
    assert Linter().check(document).findings == []


CLASS = """import keras

class Net(keras.Model):{head}
    def __init__(self):{init}
        self.a = 1{beside}
{above}    def call(self, inputs):
        return missing({open}
            inputs,
        ){close}
"""
PLACES = ("head", "init", "beside", "above", "open", "close")


def net(**comments: str) -> str:
    return CLASS.format(**{place: comments.get(place, "") for place in PLACES})


def codes(text: str, filename: str = "net.py") -> list[str]:
    return [finding.code for finding in kspec.lint_text(text, filename=filename).findings]


def test_a_comment_beside_code_silences_what_begins_there() -> None:
    assert codes(net()) == ["KS823", "KS821"]
    for place in ("head", "init"):
        assert "KS823" not in codes(net(**{place: "  # kspec: ignore[KS823] because"}))
    for place in ("open", "close", "head"):
        comment = f"  # kspec: ignore[undefined-name] {place}"
        assert codes(net(**{place: comment})) == ["KS823"]


def test_a_comment_above_silences_what_follows() -> None:
    comment = "    # kspec: ignore[KS821] because\n\n"
    assert codes(net(above=comment)) == ["KS823"]
    assert codes("# kspec: ignore[KS821, KS823]\n" + net()) == []


def test_a_comment_that_silences_nothing_is_found_and_taken_out() -> None:
    text = net(beside="  # kspec: ignore[KS821, KS305] no")
    report = kspec.lint_text(text, filename="net.py")
    assert [finding.code for finding in report.findings] == ["KS823", "KS901", "KS901", "KS821"]
    text = net(head="  # kspec: ignore[KS821, KS305, KS823] no")
    checked = Linter().check(parse_file(text, "net.py"))
    assert [finding.code for finding in checked.findings] == ["KS901"]
    mended = fixed(checked).document.text
    assert mended == net(head="  # kspec: ignore[KS821, KS823] no")


def test_a_comment_in_a_string_is_none() -> None:
    assert codes("A = '''\n# kspec: ignore[KS821, KS823]\n'''\n" + net()) == ["KS823", "KS821"]


def test_an_unknown_rule_in_a_comment_is_said() -> None:
    assert codes("# kspec: ignore[KS8211]\nimport keras\n") == ["KS903"]


def test_a_fix_is_written_into_the_cell() -> None:
    comment = "# kspec: ignore[KS305] no"
    raw = notebook("%pip install x\n", f"import keras  {comment}\n{SLIP}")
    checked = Linter().check(parse_file(raw, "net.ipynb"))
    mended = fixed(checked).document.file_text
    assert mended == raw.replace(f"  {comment}", "")


def test_places_below_a_cell_of_several_lines_that_is_no_python() -> None:
    broken = "print 'old'\nx = (\n\n"
    code = "import keras\nfrom keras.optimizers import SGD\nsgd = SGD(momentum=0.9, lr=0.1)\n"
    model = "keras.Sequential([keras.layers.Dense(1)]).compile(sgd, 'mse')"
    raw = notebook(broken, code + model).encode()
    checked = Linter().check(parse_file(raw, "net.ipynb"))
    (found,) = (one for one in checked.findings if "learning_rate" in one.message)
    assert found.fix is not None
    text = fixed(checked).document.file_text
    assert text == raw.decode().replace("lr=0.1", "learning_rate=0.1")


def test_settings_silence_rules_in_files_of_code() -> None:
    ignored = {"per-file-ignores": {"*.py": ["KS821", "KS823"]}}
    assert kspec.lint_text(net(), filename="net.py", settings=ignored).findings == []


def test_cells_that_are_not_read_are_counted() -> None:
    text = notebook("import keras", "%%bash\nls", "print 'x'", "%pip install x")
    shown = full.render(kspec.lint_text(text, filename="a.ipynb"))
    assert shown == "Checked 1 file: no problems (2 cells skipped)."


MODEL = """import keras
from keras import layers

{before}model = keras.Sequential([
    keras.Input((4,)),
    {layer}layers.Dense(1, activation="softmax", name="head"),
])
"""


def test_a_place_is_known_by_the_names_of_model_and_layer() -> None:
    plain = MODEL.format(before="", layer="")
    moved = MODEL.format(before="x = 1\n\n", layer="layers.Dense(3), ")
    places = []
    for text in (plain, moved):
        (checked,) = kspec.lint_text(text, filename="a.py").files
        places += [checked.symbol(one) for one in checked.findings if one.code == "KS303"]
    assert places == ["/[model]/layers/[head]/activation"] * 2


def test_a_generator_with_unknown_settings_is_read() -> None:
    code = """from keras.preprocessing.image import ImageDataGenerator
train = ImageDataGenerator(rescale=1 / 255, zca_whitening=whiten).flow_from_directory("a")
"""
    assert codes(code) == []


def test_a_loop_that_builds_alike_is_linted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    documents: list[Document] = []

    def counting(document: Document, *args: Any, **options: Any) -> Linted:
        documents.append(document)
        return lint_document(document, *args, **options)

    monkeypatch.setattr("kspec.linter.program_findings.lint_document", counting)
    report = kspec.lint_text(
        "import keras\nfor rate in range(300):\n"
        "    m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
        "    m.compile('adam', 'binary_crossentropy')\n",
        filename="grid.py",
    )
    assert [finding.code for finding in report.findings] == ["KS305"]
    assert len(documents) == 2  # the program, and its one model


def test_layers_of_one_statement_have_one_finding() -> None:
    text = (
        "import keras\nfrom keras import layers\n"
        "x = inputs = keras.Input((50, 1))\n"
        "for _ in range(4):\n"
        "    x = layers.LayerNormalization()(x) + x\n"
        "model = keras.Model(inputs, layers.Flatten()(x))\n"
    )
    assert codes(text) == ["KS513"]


def test_layers_of_one_statement_with_names_of_their_own_have_one_finding() -> None:
    text = (
        "import keras\nfrom keras import layers\n"
        "def block(x, name):\n"
        "    return layers.Dense(4, activation='relu', name=name + '/dense')(x)\n"
        "inputs = keras.Input((4,))\n"
        "x = block(block(inputs, 'first'), 'second')\n"
        "model = keras.Model(inputs, layers.Dense(1)(x))\n"
    )
    assert codes(text) == ["KS105"]


PART = "keras.Sequential([layers.Dense(4), layers.Dropout(0.1)])"


def test_a_part_of_a_model_predicts_nothing() -> None:
    own = (
        "import keras\nfrom keras import layers\n\nclass Net(keras.Model):\n"
        "    def __init__(self):\n        super().__init__()\n"
        f"        self.features = {PART}\n        self.head = layers.Dense(1)\n\n"
        "    def call(self, x):\n        return self.head(self.features(x))\n\n"
        "net = Net()\nnet.compile('adam', 'mse')\nnet.fit(x, y)\n"
    )
    assert codes(own) == []
    stack = f"import keras\nfrom keras import layers\nnet = {PART}\nnet.compile('adam', 'mse')\n"
    assert codes(stack) == ["KS506"]


def test_a_model_that_is_begun_and_never_used_has_no_findings() -> None:
    begun = "import keras\nmodel = keras.Sequential()\n"
    used = "x = keras.Input((4,))\nother = keras.Model(x, keras.layers.Dense(1)(x))\n"
    assert kspec.lint_text(begun + used, filename="train.py").findings == []
    compiled = kspec.lint_text(f'{begun}model.compile("adam", "mse")\n', filename="train.py")
    assert [finding.code for finding in compiled.findings] == ["KS105"]


SEARCH = """import keras

for rate, units in ({}):
    net = keras.Sequential([keras.Input((9,)), keras.layers.Dense(units)])
    net.compile(keras.optimizers.Adam(rate), "mse")
"""


@pytest.mark.parametrize(
    ("tried", "expected"),
    [
        ("(5.0, 1), (0.01, 1)", []),
        ("(5.0, 1), (5.0, 2)", ["KS402"]),
        ("(5.0, 1), (7.0, 1)", ["KS402", "KS402"]),
    ],
)
def test_a_search_may_try_a_rate_that_is_too_high(tried: str, expected: list[str]) -> None:
    report = kspec.lint_text(SEARCH.format(tried), filename="net.py")
    assert [one.code for one in report.findings] == expected


@pytest.mark.parametrize(
    ("tried", "expected"),
    [
        ("('softmax', 'relu', 'tanh')", []),
        ("('softmax', 'relu')", ["KS502"]),
        ("('softmax',)", ["KS502"]),
    ],
)
def test_a_search_may_try_an_activation_that_does_not_fit(tried: str, expected: list[str]) -> None:
    code = f"""import keras
for name in {tried}:
    layers = [keras.Input((9,)), keras.layers.Dense(5, activation=name), keras.layers.Dense(1)]
    net = keras.Sequential(layers)
    net.compile("adam", "mse")
"""
    report = kspec.lint_text(code, filename="net.py")
    assert [one.code for one in report.findings] == expected


def test_an_unknown_part_of_an_object_has_a_finding_without_a_fix() -> None:
    code = """import keras
from elsewhere import size
net = keras.Sequential([keras.Input((9,)), keras.layers.Dense(1)])
metrics = [keras.metrics.BinaryAccuracy(name="share", dtype=size)]
net.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True), metrics=metrics)
"""
    found = kspec.lint_text(code, filename="net.py").findings
    assert [(one.code, one.fix) for one in found] == [("KS309", None)]


def test_facts_of_one_place_are_one_related_place() -> None:
    text = """import keras
(x, y), _ = keras.datasets.mnist.load_data()
y = keras.utils.to_categorical(y)
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x / 255, y)
"""
    (finding,) = kspec.lint_text(text, filename="a.py").to_dict()["findings"]
    words = [one["message"] for one in finding["related"]]
    assert [one for one in words if "the targets" in one] == [
        "the targets: one-hot rows, (10,) a sample"
    ]
