"""Folders of images and texts, each class in one of its own; images in the column of a table."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import kspec
from kspec.analysis.model import Analysis
from kspec.cli.main import main
from kspec.data.errors import DataError
from kspec.data.fitting import fitted
from kspec.data.model_io import model_io
from kspec.data.samples import Raw
from kspec.data.sources import read_source
from kspec.data.stored import is_on_disk
from kspec.executor.custom import Allowed
from kspec.executor.prepare import Prepared, read_and_prepare

SPEC: dict[str, Any] = {
    "inputs": {"shape": [6, 4, 3]},
    "layers": [{"type": "Flatten"}, {"type": "Dense", "units": 2, "activation": "softmax"}],
    "compile": {"loss": "sparse_categorical_crossentropy", "optimizer": "adam"},
    "data": {"source": "pets"},
}
TEXT = {
    "inputs": {"shape": [], "dtype": "string"},
    "layers": [
        {
            "type": "TextVectorization",
            "output_mode": "multi_hot",
            "max_tokens": 9,
            "pad_to_max_tokens": True,
        },
        {"type": "Dense", "units": 1, "activation": "sigmoid"},
    ],
    "compile": {"loss": "binary_crossentropy", "optimizer": "adam"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve images of cats, which are black, and of dogs, which are white."""
    images = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    for at in range(12):
        name, color = (("cat", 0), ("dog", 255))[at % 2]
        (tmp_path / "pets" / name).mkdir(parents=True, exist_ok=True)
        size = (8, 12) if at < 6 else (4, 6)
        images.new("RGB", size, (color,) * 3).save(tmp_path / "pets" / name / f"{at}.png")
    return tmp_path


def read(folder: Path, **changes: Any) -> Prepared:
    return read_and_prepare(Analysis.of(kspec.load({**SPEC, **changes})), folder)


def test_images_are_scaled_to_the_input_and_classes_are_folders(folder: Path) -> None:
    found = read(folder)
    (x,), (y,) = found.samples.x.values(), found.samples.y.values()
    assert x.shape == (12, 6, 4, 3)
    assert x.dtype == np.uint8
    assert x[y == 1].min() == 255
    assert x[y == 0].max() == 0
    assert list(found.classes.values()) == [("cat", "dog")]


def test_the_loss_says_how_classes_are_encoded(folder: Path) -> None:
    compiled = {"loss": "categorical_crossentropy", "optimizer": "adam"}
    (y,) = read(folder, compile=compiled).samples.y.values()
    assert y.shape == (12, 2)


def test_one_channel_makes_gray(folder: Path) -> None:
    (x,) = read(folder, inputs={"shape": [6, 4, 1]}).samples.x.values()
    assert x.shape == (12, 6, 4, 1)


def test_what_outgrows_the_memory_is_read_from_its_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read(folder)
    monkeypatch.setenv("KSPEC_MEMORY", "0")
    parts = read(folder)
    (x,), (expected,) = parts.train.x.values(), whole.train.x.values()
    assert is_on_disk(x)
    assert np.array_equal(x[:], expected)
    assert np.array_equal(x[np.array([3, 1])], expected[[3, 1]])


POOLED = [
    {"type": "Conv2D", "filters": 2, "kernel_size": 2},
    {"type": "GlobalAveragePooling2D"},
    {"type": "Dense", "units": 2, "activation": "softmax"},
]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"inputs": {"shape": [72]}, "layers": POOLED[2:]}, "instead of (height, width, channels)"),
        ({"inputs": {"shape": [6, 4, 5]}}, "takes 5 channels"),
        ({"inputs": {"shape": [None, None, 3]}, "layers": POOLED}, "is 6 x 4 pixels, and"),
        ({"data": {"source": "pets", "group": "owner"}}, '"group" names "owner"'),
        ({"data": {"source": "pets/cat"}}, "no folder for each class"),
    ],
)
def test_what_does_not_fit_is_said(folder: Path, changes: dict[str, Any], expected: str) -> None:
    with pytest.raises(DataError) as caught:
        read(folder, **changes)
    assert expected in str(caught.value)


def test_a_file_that_is_no_image_is_named(folder: Path) -> None:
    (folder / "pets" / "cat" / "0.png").write_bytes(b"nothing")
    with pytest.raises(DataError, match=r"cat/0\.png cannot be read as an image"):
        read(folder)
    whole = (folder / "pets" / "cat" / "2.png").read_bytes()
    (folder / "pets" / "cat" / "0.png").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match=r"cat/0\.png cannot be read as an image"):
        read(folder)


def test_a_column_names_the_files_of_images(folder: Path) -> None:
    files = [file.relative_to(folder) for file in sorted(folder.glob("pets/*/*.png"))]
    rows = [f"{file},{file.parent.name}" for file in files]
    (folder / "t.csv").write_text("\n".join(["file,kind", *rows]))
    data = {"source": "t.csv", "target": "kind", "target_encoding": "integer"}
    (x,) = read(folder, data=data).samples.x.values()
    assert x.shape == (12, 6, 4, 3)
    (folder / "t.csv").write_text("\n".join(["file,kind", "pets/none.png,cat", *rows]))
    with pytest.raises(DataError, match=r"There is no image .*none\.png"):
        read(folder, data=data)


def named(folder: Path, *files: str, allow: tuple[Path, ...] = ()) -> Prepared:
    """Read a table in ``folder/project`` whose column names these files, and others."""
    project = folder / "project"
    if not project.exists():
        (project / "tables").mkdir(parents=True)
        (project / "own.png").write_bytes((folder / "pets" / "cat" / "0.png").read_bytes())
    names = [*files, *["../own.png"] * 11]
    rows = [f"{name},{'ab'[at % 2]}" for at, name in enumerate(names)]
    (project / "tables" / "t.csv").write_text("\n".join(["file,kind", *rows]))
    data = {"source": "tables/t.csv", "target": "kind", "target_encoding": "integer"}
    spec = kspec.load({**SPEC, "data": data})
    return read_and_prepare(Analysis.of(spec), project, allowed=Allowed(paths=allow))


@pytest.mark.parametrize("on_disk", [False, True])
def test_a_column_names_no_file_outside_of_the_project(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, on_disk: bool
) -> None:
    if on_disk:
        monkeypatch.setenv("KSPEC_MEMORY", "0")
    secret = folder / "pets" / "dog" / "1.png"
    (x,) = named(folder, "../own.png").samples.x.values()
    assert x.shape == (12, 6, 4, 3)
    tables = folder / "project" / "tables"
    (tables / "link.png").symlink_to(secret)
    (tables / "linked").symlink_to(secret.parent)
    (tables / "circle.png").symlink_to("circle.png")
    monkeypatch.setattr("PIL.Image.open", pytest.fail)
    for name in (
        *(str(secret), "../../pets/dog/1.png", "none/../../../pets/dog/1.png", "link.png"),
        *("linked/1.png", "circle.png", "a\0/b.png", "..", "/etc/passwd", "/dev/zero"),
    ):
        with pytest.raises(DataError, match=r"leads out of the project: .*--allow-path|no image"):
            named(folder, name)


def test_a_column_names_a_file_elsewhere_where_it_is_allowed(folder: Path) -> None:
    (x,) = named(folder, "../../pets/dog/1.png", allow=(folder / "pets",)).samples.x.values()
    assert x.shape == (12, 6, 4, 3)


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.png")
    (folder / "t.csv").write_text("file,kind\npipe.png,cat\npipe.png,dog\n")
    data = {"source": "t.csv", "target": "kind", "target_encoding": "integer"}
    with pytest.raises(DataError, match=r"There is no image .*pipe\.png"):
        read(folder, data=data)


@pytest.mark.parametrize("name", ["pets/cat/0.png", "pets/x.npy"])
def test_a_folder_holds_no_link_out_of_the_project(folder: Path, name: str) -> None:
    project, outside = folder / "project", folder / f"secret{Path(name).suffix}"
    project.mkdir()
    (folder / "pets").rename(project / "pets")
    outside.write_bytes(b"")
    (project / name).unlink(missing_ok=True)
    (project / name).symlink_to(outside)
    with pytest.raises(DataError, match=f"leads out of the project: .*--allow-path {folder},"):
        read(project)


def test_texts_in_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(40):
        name = ("good", "bad")[at % 2]
        (tmp_path / "films" / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / "films" / name / f"{at}.txt").write_text(f"a {name} film, número {at}", "utf-8")
    spec = kspec.load(TEXT | {"data": {"source": "films"}})
    found = read_and_prepare(Analysis.of(spec), tmp_path)
    (x,), (y,) = found.samples.x.values(), found.samples.y.values()
    assert (x[0], y[0].item(), x[39], y[39].item()) == (
        "a bad film, número 1", 0.0, "a good film, número 8", 1.0,
    )  # fmt: skip
    monkeypatch.setenv("KSPEC_MEMORY", "0")
    (stored,) = read_and_prepare(Analysis.of(spec), tmp_path).samples.x.values()
    assert is_on_disk(stored)
    assert stored[:].tolist() == x.tolist()
    (tmp_path / "films" / "bad" / "1.txt").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(DataError, match=r"1\.txt cannot be read as text in UTF-8"):
        read_and_prepare(Analysis.of(spec), tmp_path)


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "pets").mkdir()
    with pytest.raises(DataError, match=r"holds no \.npy files, and no folders of images"):
        read(tmp_path)


def asked(folder: Path, source: str) -> Raw:
    """Read data for a prediction."""
    spec = kspec.load(SPEC)
    return read_source(spec, source, folder, model_io(Analysis.of(spec), targets=False))


def test_each_sample_of_a_folder_is_named_by_its_file(folder: Path) -> None:
    assert asked(folder, "pets").files[:2] == ["cat/0.png", "cat/10.png"]
    assert asked(folder, "pets/dog").files[0] == "1.png"
    assert asked(folder, "pets").row(6) == "dog/1.png"


def test_one_image_is_predicted_and_cannot_be_trained_on(folder: Path) -> None:
    found = asked(folder, "pets/dog/1.png")
    assert (found.x[""].shape, found.files) == ((1, 6, 4, 3), ["1.png"])
    with pytest.raises(DataError, match="one image, and has no class"):
        read(folder, data={"source": "pets/dog/1.png"})


def test_a_table_for_images_has_one_column_of_files(folder: Path) -> None:
    (folder / "one.csv").write_text("what\npets/cat/0.png\npets/dog/1.png\n")
    (folder / "two.csv").write_text("what,who\npets/cat/0.png,Tom\n")
    (folder / "none.csv").write_text("a,b\n1,2\n")
    assert asked(folder, "one.csv").x[""].shape == (2, 6, 4, 3)
    with pytest.raises(DataError, match="one column names their files"):
        asked(folder, "two.csv")
    spec = kspec.load(SPEC)
    io = model_io(Analysis.of(spec), targets=False)
    with pytest.raises(DataError, match="one column names their files"):
        fitted(read_source(spec, "none.csv", folder, io), spec, io)


def test_a_folder_of_one_class_is_told(folder: Path) -> None:
    path = folder / "model.json"
    path.write_text(json.dumps({**SPEC, "data": {"source": "alone"}}))
    (folder / "alone").mkdir()
    (folder / "pets" / "cat").rename(folder / "alone" / "cat")
    asked = ["lint", str(path), "--data", "source", "--output-format", "concise"]
    said = CliRunner().invoke(main, asked).output
    assert "KS608" in said
    assert 'is "cat" in all samples' in said
