"""`kspec init`: a first spec from data and from nothing."""

import csv
import json
import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import kspec
from kspec.spec.tasks import TASKS
from tests.cli.conftest import Folder
from tests.seeded import seeded

if TYPE_CHECKING:
    from collections.abc import Callable

HOUSES = "id,sold,city,rooms,area,notes,price\n" + "".join(
    f"{100 + row},2020-01-{1 + row % 28:02},{('Kyiv', 'Lviv')[row % 2]},{1 + row % 5},"
    f"{20 + row * 1.7:.1f},a house with the number {row},{90_000 + 1000.5 * row}\n"
    for row in range(60)
)
SETS = ("iris", "digits", "wine", "breast_cancer", "diabetes")


def made(folder: Folder, *arguments: str) -> Any:
    ran = folder.run("init", *arguments)
    assert ran.code == 0, ran.err
    return json.loads(folder.read("model.json"))


def test_columns_of_numbers_and_texts(folder: Folder) -> None:
    folder.write("houses.csv", HOUSES)
    spec = made(folder, "houses.csv", "--target", "price")
    assert spec["task"] == "regression"
    assert list(spec["inputs"]) == ["numbers", "city", "notes"]
    assert spec["data"]["features"]["numbers"] == ["rooms", "area"]
    assert spec["layers"][-1]["type"] == "Rescaling"
    assert folder.found("model.json") == []
    assert folder.found("--data", "source", "model.json") == []


def test_what_is_assumed_is_said(folder: Folder) -> None:
    folder.write("houses.csv", HOUSES)
    said = folder.run("init", "houses.csv").err
    assert 'assumed: the target is "price" (the last column); --target names another\n' in said
    assert 'assumed: "id" is left out: it is another in nearly every row\n' in said
    assert 'assumed: "sold" is left out: it holds dates; "data": {"time": "sold"} holds out' in said
    assert "assumed: the task is regression; --task says another\n" in said
    assert said.endswith("wrote model.json; go on with: kspec train model.json\n")


def test_answers_and_their_numbers_are_said(folder: Folder) -> None:
    folder.write("churn.csv", "a,left\n" + "1.5,yes\n0.5,no\n" * 30)
    assert 'assumed: "no" is 0 and "yes" is 1\n' in folder.run("init", "churn.csv").err
    folder.write("stars.csv", "a,stars\n" + "1.5,1\n0.5,2\n2.5,3\n" * 30)
    said = folder.run("init", "stars.csv", "--force").err
    assert "assumed: classes are numbered from 1; a unit below stays unused\n" in said


def test_what_is_said_is_not_assumed(folder: Folder) -> None:
    folder.write("points.csv", "a,y\n" + "0.5,1\n1.5,2\n" * 30)
    said = folder.run("init", "points.csv", "--target", "y", "--task", "regression").err
    assert "assumed" not in said


def test_nothing_is_written_over(folder: Folder) -> None:
    folder.write("model.json", "mine")
    ran = folder.run("init", "--task", "regression")
    assert (ran.code, folder.read("model.json")) == (2, "mine")
    assert "model.json is there already: --force writes over it" in ran.err
    assert made(folder, "--task", "regression", "--force")["task"] == "regression"


def test_the_data_is_named_from_the_folder_of_the_spec(folder: Folder) -> None:
    folder.write("data/houses.csv", HOUSES)
    folder.write("specs/old.json")
    assert folder.run("init", "data/houses.csv", "-o", "specs/new.json").code == 0
    assert json.loads(folder.read("specs/new.json"))["data"]["source"] == "../data/houses.csv"
    assert folder.found("--data", "source", "specs/new.json") == []


def test_yaml_and_the_terminal(folder: Folder) -> None:
    arguments = ("--task", "segmentation", "--shape", "32,32,3", "--classes", "4")
    assert folder.run("init", *arguments, "-o", "net.yaml").code == 0
    assert folder.found("net.yaml") == []
    ran = folder.run("init", *arguments, "-o", "-")
    assert ran.json == kspec.load("net.yaml").document
    assert ran.err == ""


def test_arrays(folder: Folder) -> None:
    rows = np.arange(60)
    images = np.zeros((60, 12, 12), "uint8") + rows[:, None, None].astype("uint8")
    np.savez(folder.path / "images.npz", x=images, y=rows % 3)
    spec = made(folder, "images.npz")
    assert (spec["inputs"]["shape"], spec["data"]["classes"]) == ([12, 12, 1], 3)
    series = np.stack([np.sin(images), np.cos(images)], axis=-1)[:, :, 0]
    np.savez(folder.path / "series.npz", series=series, answers=rows / 60)
    spec = made(folder, "series.npz", "--target", "answers", "--force")
    assert (spec["task"], spec["data"]["features"]) == ("regression", "series")
    assert folder.found("--data", "source", "model.json") == []


def test_folders_of_images(folder: Folder) -> None:
    images = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    for number in range(12):
        path = folder.path / "pets" / ("cat", "dog", "fox")[number % 3] / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        images.new("RGB", (24 + number, 20), (20 * number, 0, 0)).save(path)
    ran = folder.run("init", "pets")
    spec = json.loads(folder.read("model.json"))
    assert (spec["inputs"]["shape"], spec["data"]["classes"]) == ([20, 29, 3], 3)
    assert "assumed: images are scaled to 20 x 29 pixels\n" in ran.err
    assert folder.found("--data", "source", "model.json") == []


def test_folders_of_texts(folder: Folder) -> None:
    for number in range(20):
        folder.write(f"mail/{('ham', 'spam')[number % 2]}/{number}.txt", f"text number {number}")
    spec = made(folder, "mail")
    assert (spec["task"], spec["layers"][0]["type"]) == (
        "binary_classification",
        "TextVectorization",
    )
    assert folder.found("--data", "source", "model.json") == []


def test_parquet(folder: Folder) -> None:
    pl = pytest.importorskip("polars", reason="polars is not installed")
    rows = range(40)
    columns = {
        "size": [row * 1.5 for row in rows],
        "city": [("Kyiv", "Lviv", None)[row % 3] for row in rows],
        "new": [row % 2 == 0 for row in rows],
        "sold": [row % 4 == 0 for row in rows],
    }
    pl.DataFrame(columns).write_parquet(folder.path / "houses.parquet")
    spec = made(folder, "houses.parquet")
    assert (spec["task"], list(spec["inputs"])) == ("binary_classification", ["numbers", "city"])
    assert folder.found("--data", "source", "model.json") == []


def test_autoencoders_take_no_target(folder: Folder) -> None:
    folder.write("houses.csv", HOUSES)
    spec = made(folder, "houses.csv", "--task", "autoencoding")
    assert spec["data"]["features"] == ["rooms", "area", "price"]
    assert "target" not in spec["data"]
    assert [layer["type"] for layer in spec["layers"]][::5] == ["Normalization", "Rescaling"]
    assert folder.found("--data", "source", "model.json") == []


@pytest.mark.parametrize("name", SETS)
def test_sets_of_scikit_learn_as_tables(folder: Folder, name: str) -> None:
    datasets = pytest.importorskip("sklearn.datasets", reason="scikit-learn is not installed")
    held = getattr(datasets, f"load_{name}")()
    with (folder.path / "data.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*map(str, held.feature_names), "target"])
        writer.writerows([*row, answer] for row, answer in zip(held.data, held.target, strict=True))
    spec = made(folder, "data.csv")
    assert (spec["task"] == "regression") == (name == "diabetes")
    assert folder.found("--data", "source", "model.json") == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Give DATA, or say with --task"),
        (("a.csv", "--shape", "3"), "without DATA"),
        (("--task", "regression", "--target", "y"), "--target names a column"),
        (("--task", "regression", "--shape", "3,x"), "is no shape of a sample"),
        (("--task", "sequence_labeling", "--shape", "3"), "needs sequences"),
        (("nothing.csv",), "There is no file nothing.csv"),
        (
            ("hf:user/name",),
            "No first spec is made from hf:user/name: begin with kspec init --task",
        ),
        (("good.csv", "--target", "pric"), 'did you mean "price"?'),
        (("empty.csv",), "holds no rows"),
        (("bare.csv",), "The first line of bare.csv holds numbers"),
        (("twice.csv",), 'two columns "a"'),
        (("uneven.csv",), "a row of 3 cells"),
        (("gap.csv",), 'The target "y" is missing in row 2'),
        (("na.csv",), 'The target "y" is missing in row 3'),
        (("same.csv",), 'The target is "yes" everywhere'),
        (("alone.csv",), "No column of alone.csv is left"),
        (("nothing",), "no folders of images or .txt files"),
        (("one",), 'one class only, "ham"'),
        (("model.txt",), "is nothing that a spec is made for"),
        (("sklearn:irises",), 'no data set "irises"'),
        (("keras:imdb/test",), "holds the numbers of words"),
    ],
)
def test_what_cannot_be_made(folder: Folder, arguments: tuple[str, ...], said: str) -> None:
    folder.write("good.csv", "a,price\n1,2.5\n2,3.5\n")
    folder.write("empty.csv", "a,b\n")
    folder.write("bare.csv", "1,2\n3,4\n")
    folder.write("twice.csv", "a,a\n3,4\n")
    folder.write("uneven.csv", "a,b\n1,2\n1,2,3\n")
    folder.write("gap.csv", "a,y\n1,2\n1,\n")
    folder.write("na.csv", "a,y\n1,2\n1,3\n1,NA\n")
    folder.write("same.csv", "a,y\n1,yes\n2,yes\n")
    folder.write("alone.csv", "y\n1\n2\n")
    folder.write("model.txt", "nothing")
    folder.write("one/ham/1.txt", "text")
    (folder.path / "nothing").mkdir()
    ran = folder.run("init", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert not (folder.path / "model.json").exists()


def some_table(random_: random.Random) -> list[list[str]]:
    """A header and rows of columns of any kind."""
    rows = range(random_.choice([2, 5, 40]))
    kinds: list[Callable[[int], str]] = [
        str,
        lambda _: f"{random_.gauss(0, 10 ** random_.randint(-3, 6)):.4g}",
        lambda _: random_.choice(["yes", "no", ""]),
        lambda _: " ".join(random_.choices(["good", "bad", "ugly"], k=random_.randint(0, 9))),
        lambda _: str(random_.randint(-2, 3)),
        lambda _: str(random_.randint(0, 1)),
        lambda row: f"2020-{1 + row % 12:02}-11",
        lambda _: random_.choice(["", "3", "nan", "1e400", "NA"]),
        lambda _: f"street {random_.randint(0, 80)}",
        lambda _: 'one, "two"\nthree',
    ]
    names = random_.sample(["a b", "größe", "id", "class", "x/y", "", "features", "a.b"], 5)
    columns = [[name, *map(random_.choice(kinds), rows)] for name in names]
    return [list(row) for row in zip(*columns, strict=True)]


def test_any_table_gives_a_clean_spec_or_a_sentence(folder: Folder) -> None:
    written = 0
    for seed in range(60):
        random_ = seeded(seed)
        with (folder.path / "data.csv").open("w", newline="") as file:
            csv.writer(file).writerows(some_table(random_))
        task = random_.choice([(), (), ("--task", random_.choice(TASKS))])
        ran = folder.run("init", "data.csv", "--force", *task)
        if ran.code:
            assert ran.err.startswith("kspec: "), seed
            assert "internal error" not in ran.err, seed
        else:
            written += 1
            assert folder.found("--data", "source", "model.json") == [], seed
    assert written > 20


@pytest.mark.contract
@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_first_specs_learn(folder: Folder, name: str) -> None:
    spec = made(folder, f"sklearn:{name}")
    run = kspec.fit("model.json", run_dir="run", epochs=min(30, spec["fit"]["epochs"]))
    best = run.epochs.rows[(run.best_epoch or 1) - 1]
    if spec["task"] == "regression":
        assert best["val_r2_score"] > 0.3
    else:
        assert best["val_accuracy"] > 0.85
