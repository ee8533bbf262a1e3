"""Images beside a network's predictions for them: maps of classes, or other images."""

import base64
import io
from collections.abc import Iterator, Sequence

import numpy as np

from kspec.analysis.drawing.markup import escape
from kspec.data.array import Array
from kspec.executor.held_out.held import HeldOutput, answers_of
from kspec.executor.readings import IMAGES

CHANNELS = frozenset({1, 3, 4})
"""Numbers of channels: gray, RGB, and RGB with transparency."""
SHOWN = 6
LARGEST = 256
"""The longest side of an image that is shown."""
PALETTE = np.array(
    [
        (30, 41, 59), (234, 88, 12), (37, 99, 235), (22, 163, 74), (202, 138, 4),
        (147, 51, 234), (8, 145, 178), (219, 39, 119), (120, 113, 108), (132, 204, 22),
    ]
)  # fmt: skip
"""The colours of classes; of more classes than colours they come again."""


def gallery(output: HeldOutput) -> Iterator[str]:
    """A few samples, from the one that is met best to that which is met worst: the input, the
    target, and the prediction.
    """
    if output.predicted.ndim != IMAGES or max(output.predicted.shape[1:3]) > LARGEST:
        return
    answers = answers_of(output)
    if answers is not None:
        chosen = _spread(answers.predicted != answers.true)
        target, predicted = (PALETTE[part[chosen] % len(PALETTE)] for part in answers[:2])
        ends = (0.0, 255.0)
    elif output.predicted.shape == output.target.shape and output.width in CHANNELS:
        chosen = _spread(np.abs(output.predicted.astype(float) - output.target))
        target, predicted = output.target[chosen], output.predicted[chosen]
        ends = (float(target.min()), float(target.max()))
    else:
        return
    yield "<h2>Samples that were held out</h2>"
    yield '<p class="quiet">From the one that is met best to the one that is met worst.'
    yield f"{'' if answers is None else _legend(answers.size, output.names)}</p>"
    yield '<div class="wide"><table class="gallery">'
    if output.images is not None and output.images.shape[-1] in CHANNELS:
        images = output.images[chosen]
        yield _row("input", images, (float(images.min()), float(images.max())))
    yield _row("target", target, ends)
    yield f"{_row('prediction', predicted, ends)}</table></div>"


def _legend(size: int, names: Sequence[str]) -> str:
    """The colour of every class, where there are no more classes than colours."""
    if size > len(PALETTE):
        return ""
    labels = [names[at] if at < len(names) else str(at) for at in range(size)]
    colors = [",".join(map(str, color)) for color in PALETTE[:size].tolist()]
    return "".join(
        f' <span class="key" style="background:rgb({color})"></span> {escape(label)}'
        for color, label in zip(colors, labels, strict=True)
    )


def _spread(errors: Array) -> Array:
    """Choose samples to show, by their mean error."""
    order = np.argsort(errors.reshape(len(errors), -1).mean(axis=1), kind="stable")
    places: Array = np.unique(np.linspace(0, len(order) - 1, SHOWN).round().astype(int))
    return order[places]


def _row(name: str, images: Array, ends: tuple[float, float]) -> str:
    low, high = ends
    scaled = (images.astype(float) - low) / ((high - low) or 1.0) * 255
    pixels = np.clip(scaled, 0, 255).astype(np.uint8)
    cells = "".join(f"<td>{image_tag(image, name)}</td>" for image in pixels)
    return f"<tr><th>{name}</th>{cells}</tr>"


def image_tag(pixels: Array, label: str) -> str:
    """An image (height, width, channels) of bytes as an element that holds its PNG file."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels).save(file, "PNG")
    code = base64.b64encode(file.getvalue()).decode()
    return f'<img alt="{label}" src="data:image/png;base64,{code}">'
