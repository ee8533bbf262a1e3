"""Data sets of Hugging Face and of TensorFlow Datasets, from caches that a test makes."""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import kspec
from kspec.analysis.model import Analysis
from kspec.data.errors import DataError
from kspec.data.stored import is_on_disk
from kspec.executor.prepare import Prepared, read_and_prepare

PIXELS = np.arange(40 * 6 * 4, dtype=np.uint8).reshape(40, 6, 4, 1)
LABELS = [n % 3 for n in range(40)]
SPEC: dict[str, Any] = {
    "inputs": {"shape": [6, 4, 1]},
    "layers": [{"type": "Flatten"}, {"type": "Dense", "units": 3, "activation": "softmax"}],
    "compile": {"loss": "sparse_categorical_crossentropy", "optimizer": "adam"},
}
WORDS = {"shape": [1], "dtype": "string"}
LOOKUP = {"type": "StringLookup", "vocabulary": [*"abc"], "output_mode": "one_hot"}


def read(folder: Path, source: str, inputs: Any = None, **data: Any) -> Prepared:
    spec = SPEC if inputs is None else SPEC | {"inputs": inputs}
    if inputs == WORDS:
        spec = spec | {"layers": [LOOKUP, *SPEC["layers"][1:]]}
    spec = spec | {"data": {"source": source, "stratify": False, **data}}
    return read_and_prepare(Analysis.of(kspec.load(spec)), folder)


def in_order(found: Prepared) -> tuple[Any, Any]:
    (x,), (y,) = found.samples.x.values(), found.samples.y.values()
    return x[:], y[:]


def encoded(pixels: Any) -> bytes:
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    buffer = BytesIO()
    image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache as ``load_dataset("someone/strokes")`` leaves it."""
    datasets = pytest.importorskip("datasets", reason="datasets is not installed")
    from datasets.packaged_modules.parquet.parquet import Parquet

    features = datasets.Features(
        {
            "image": datasets.Image(),
            "label": datasets.ClassLabel(names=["a", "b", "c"]),
            "size": datasets.Value("float32"),
            "vector": datasets.List(datasets.Value("float32"), length=2),
        }
    )
    columns = {
        "image": [{"bytes": encoded(one[..., 0]), "path": None} for one in PIXELS],
        "label": LABELS,
        "size": [n / 7 for n in range(40)],
        "vector": [[n, n + 1] for n in range(40)],
    }
    whole = datasets.Dataset.from_dict(columns, features=features)
    whole.to_parquet(tmp_path / "train.parquet")
    whole.select(range(10)).to_parquet(tmp_path / "test.parquet")
    cache = tmp_path / "cache"
    files = {name: [str(tmp_path / f"{name}.parquet")] for name in ("train", "test")}
    builder = Parquet(cache_dir=str(cache), data_files=files, dataset_name="strokes", hash="0")
    builder.download_and_prepare()
    (made,) = (cache / "strokes").iterdir()
    (cache / "someone___strokes").mkdir()
    made.rename(cache / "someone___strokes" / "default")
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", cache)
    return tmp_path


def test_a_set_of_hugging_face_is_read_from_its_cache(hub: Path) -> None:
    x, y = in_order(read(hub, "hf:someone/strokes", features="image", target="label"))
    assert x.dtype == np.uint8
    assert np.array_equal(x, PIXELS)
    assert y.tolist() == LABELS
    found = read(hub, "hf:someone/strokes/test", {"shape": [2]}, features="vector", target="label")
    assert in_order(found)[0].tolist() == [[n, n + 1] for n in range(10)]


def test_the_parquet_files_of_hugging_face_hold_images(
    hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KSPEC_MEMORY", "0")
    chosen = {"features": "image", "target": "label"}
    found = read(hub, "train.parquet", {"shape": [3, 2, 1]}, **chosen)
    (x,) = found.samples.x.values()
    assert is_on_disk(x)
    assert x.shape == (40, 3, 2, 1)
    with pytest.raises(DataError, match=r'column "image" holds images: images go alone'):
        read(hub, "train.parquet", {"shape": [2]}, features=["image", "size"], target="label")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "hf:someone/other",
            r"is not in .*cache \(.*cache for someone/other\), .*load_dataset\(.*\) once where",
        ),
        ("hf:someone/strokes/dev", r'it has no part "dev", but: train, test'),
        ("hf:someone/strokes/big/train", r"for config 'big' Available configs in the cache: \["),
        ("hf:someone/strokes/a/b/c", "a name is USER/NAME, USER/NAME/SPLIT or"),
        ("hf:someone/strokes", r"Which column of hf:someone/strokes is the target\?"),
    ],
)
def test_what_the_cache_does_not_hold_is_said(hub: Path, source: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(hub, source)


@pytest.fixture
def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as ``tfds.load("strokes")`` leaves it."""
    tfds = pytest.importorskip("tensorflow_datasets", reason="TFDS is not installed")
    features = tfds.features.FeaturesDict(
        {
            "image": tfds.features.Image(shape=(6, 4, 1)),
            "label": tfds.features.ClassLabel(num_classes=3),
            "size": np.float32,
            "word": tfds.features.Text(),
        }
    )
    samples = [
        (at, {"image": pixels, "label": label, "size": at / 7, "word": "abc"[label]})
        for at, (pixels, label) in enumerate(zip(PIXELS, LABELS, strict=True))
    ]
    parts = {"train": samples, "test": samples[:10]}
    tfds.dataset_builders.store_as_tfds_dataset(
        "strokes", "1.0.0", features, parts, data_dir=tmp_path, disable_shuffling=True
    )
    facts = tmp_path / "strokes" / "1.0.0" / "dataset_info.json"
    keys = {"tuple": {"items": [{"featureKey": "image"}, {"featureKey": "label"}]}}
    facts.write_text(json.dumps({**json.loads(facts.read_text()), "supervisedKeys": keys}))
    monkeypatch.setattr("tensorflow_datasets.core.constants.DATA_DIR", str(tmp_path))
    return tmp_path


def test_a_set_of_tensorflow_datasets_is_read_from_its_files(prepared: Path) -> None:
    x, y = in_order(read(prepared, "tfds:strokes"))
    assert np.array_equal(x, PIXELS)
    assert y.tolist() == LABELS
    found = read(prepared, "tfds:strokes:1.0.0/test", WORDS, features="word", target="label")
    assert in_order(found)[0].ravel().tolist() == [*"abcabcabca"]
    assert in_order(read(prepared, "tfds:strokes", {"shape": [3, 2, 1]}))[0].shape == (40, 3, 2, 1)
    with pytest.raises(DataError, match=r'"tfds:strokes/dev" has no part "dev", but: t'):
        read(prepared, "tfds:strokes/dev")
    with pytest.raises(DataError, match=r'"tfds:other" is not on this .*tfds.load\("other"\) once'):
        read(prepared, "tfds:other")


@pytest.mark.slow
@pytest.mark.contract
def test_it_is_read_beside_the_import_of_keras(prepared: Path) -> None:
    spec = SPEC | {"data": {"source": "tfds:strokes", "classes": 3}, "fit": {"epochs": 1}}
    (prepared / "spec.json").write_text(json.dumps(spec), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "kspec", "train", "spec.json", "--run-dir", "run"],
        cwd=prepared,
        env={**os.environ, "TFDS_DATA_DIR": str(prepared)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 epoch done" in done.stdout
