"""Targets and predictions on the page of a run."""

import base64
import io
import json
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

from kspec.executor.held_out.gallery import image_tag
from kspec.executor.held_out.held import HeldOutput
from kspec.executor.held_out.held_out import all_held_out, held_out


class Cells(HTMLParser):
    """The headings, the texts of table cells, how many images and points of charts there are."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.heads: list[str] = []
        self.count = {"point": 0, "img": 0}
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.inside = tag
        if tag in self.count:
            self.count[tag] += 1

    def handle_data(self, data: str) -> None:
        if self.inside in {"td", "th"}:
            self.cells.append(data)
        elif self.inside in {"h2", "h3"}:
            self.heads.append(data)
        elif self.inside == "script":
            series = json.loads(data)["series"]
            self.count["point"] += sum(
                len(one["values"]) for one in series if one["look"] == "points"
            )
        self.inside = ""


def shown(target: Any, given: Any, *more: Any, **fields: Any) -> Cells:
    held = HeldOutput("y", np.asarray(target), np.asarray(given), *more, **fields)
    return Cells("".join(held_out(held)))


@pytest.mark.parametrize("target", [[0, 1, 1, 1], [[1, 0], [0, 1], [0, 1], [0, 1]]])
def test_classes_are_counted_and_named(target: object) -> None:
    given = [[0.9, 0.1], [0.2, 0.8], [0.7, 0.3], [0.4, 0.6]]
    cells = shown(target, given, ("cat", "d<g")).cells
    assert cells == ["cat", "d<g", "right", "cat", "1", "0", "100.0%", "d<g", "1", "2", "66.7%"]


@pytest.mark.parametrize(
    ("target", "given", "border"),
    [
        ([[0.0], [1.0], [1.0]], [[0.2], [0.6], [0.5]], 0.5),
        ([[0.0], [1.0], [1.0]], [[-3.0], [0.4], [-0.1]], 0.0),  # logits
        ([[-1.0], [1.0], [1.0]], [[-0.2], [0.4], [-0.1]], 0.5),  # signs, as a hinge takes them
    ],
)
def test_a_single_value_is_two_classes(target: object, given: object, border: float) -> None:
    cells = shown(target, given, border=border).cells
    assert cells == ["0", "1", "right", "0", "1", "0", "100.0%", "1", "1", "1", "50.0%"]


def test_a_number_that_happens_to_be_0_or_1_is_no_class() -> None:
    assert shown([0.0, 1.0, 1.0], [[0.2], [0.6], [0.5]], border=None).count["point"] == 3


def test_places_are_counted_with_their_overlap_where_they_are_to_count() -> None:
    target = np.array([[0, 1, 1], [1, 0, -1]])  # the loss passes over the -1
    given = np.eye(2)[[[0, 1, 0], [1, 0, 0]]]
    cells = shown(target, given, place="step").cells
    assert cells[4:] == ["0", "2", "0", "100.0%", "66.7%", "1", "1", "2", "66.7%", "66.7%"]
    mask = np.array([[True, True, False], [True, False, False]])
    cells = shown(target, given, place="step", counted=mask).cells
    assert cells[4:] == ["0", "1", "0", "100.0%", "100.0%", "1", "0", "2", "100.0%", "100.0%"]


def test_of_many_classes_the_commonest_mistakes_are_listed() -> None:
    target = np.arange(40).repeat(2)
    given = np.eye(40)[np.where(target == 7, 9, target)]
    seen = shown(target, given)
    assert seen.cells == ["true", "predicted", "samples", "7", "9", "2 of 2"]


def test_labels_are_found_or_not_each_by_itself() -> None:
    target = [[1, 0, 1], [1, 1, 0], [0, 0, 0]]
    given = [[0.9, 0.2, 0.1], [0.8, 0.7, 0.9], [0.1, 0.1, 0.1]]
    cells = shown(target, given, ("sun", "rain", "wind")).cells[4:]
    assert cells[:5] == ["sun", "2", "2", "100.0%", "100.0%"]
    assert cells[-5:] == ["wind", "1", "1", "0.0%", "0.0%"]


def test_numbers_are_points_against_each_other() -> None:
    seen = shown([[1.5], [2.5], [4.0]], [[1.0], [2.5], [4.5]])
    assert seen.count["point"] == 3
    assert seen.cells[-7] == "-0.5"


@pytest.mark.parametrize(
    ("given", "points"), [([1.5, np.nan, 3.0], 2), ([np.nan, np.inf, -np.inf], 0)]
)
def test_predictions_that_are_no_numbers_are_left_out(given: list[float], points: int) -> None:
    page = shown([1.5, 2.5, 3.5], given, border=None)
    assert page.heads == ["Residuals on what was held out"]
    assert page.count["point"] == points


def test_a_few_numbers_of_a_sample_are_shown_one_by_one() -> None:
    seen = shown(np.arange(8.0).reshape(4, 2), np.ones((4, 2)))
    assert seen.heads == ["Residuals on what was held out", "Value 0", "Value 1"]
    assert len(shown(np.arange(40.0).reshape(4, 10), np.ones((4, 10))).heads) == 1


@pytest.mark.parametrize(
    ("target", "given"),
    [
        (np.array(["a", "b"], object), np.zeros((2, 1))),
        (np.zeros((4, 3)), np.zeros((4, 40))),
    ],
)
def test_only_what_can_be_compared_is_shown(target: Any, given: Any) -> None:
    assert shown(target, given).cells == []


def test_equal_values_are_drawn() -> None:
    assert shown([[2.5], [2.5]], [[2.5], [2.5]]).count["point"] == 2


def test_images_are_shown_from_the_best_met_to_the_worst_met() -> None:
    pytest.importorskip("PIL", reason="Pillow is not installed")
    target = np.random.default_rng(0).random((9, 4, 4, 3))
    given = target + np.arange(9)[:, None, None, None] / 9
    seen = shown(target, given, border=None, images=target)
    assert seen.cells[-3:] == ["input", "target", "prediction"]
    assert seen.count["img"] == 3 * 6
    assert shown(target[:, :, :, :2], given[:, :, :, :2], border=None).count["img"] == 0


@pytest.mark.parametrize("width", [1, 3])
def test_maps_of_classes_are_shown_in_colours(width: int) -> None:
    pytest.importorskip("PIL", reason="Pillow is not installed")
    target = np.arange(32).reshape(2, 4, 4) % 2
    given = np.eye(3)[target] if width > 1 else target[..., None] * 0.8
    assert shown(target, given, place="pixel").count["img"] == 4


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_an_image_is_what_its_pixels_are(channels: int) -> None:
    images = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    pixels = np.random.default_rng(0).integers(0, 256, (3, 5, channels)).astype(np.uint8)
    code = image_tag(pixels, "pixels").partition("base64,")[2].partition('"')[0]
    read = np.asarray(images.open(io.BytesIO(base64.b64decode(code))))
    assert (read.reshape(pixels.shape) == pixels).all()


def test_several_outputs_are_told_apart() -> None:
    held = HeldOutput("one", np.array([0, 1]), np.eye(2))
    page = Cells("".join(all_held_out([held, held._replace(output="two")])))
    assert [head.rsplit(": ")[-1] for head in page.heads] == ["one", "two"]
