"""Words and places for findings on heads: the layer of an output in words, and the places that
disagree.
"""

from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.analysis.target import Target
from kspec.spec.problem import Path, Related
from kspec.spec.shapes import show
from kspec.spec.type_words import counted


def head_path(model: Analysis, output: Output) -> Path:
    """Path of the activation in effect, else of the layer that decides the output."""
    last = output.head.last
    if last is not None and exists(model, last.path):
        return last.path
    return layer_path(output)


def layer_path(output: Output) -> Path:
    """Path of the layer that decides the output."""
    last, node = output.head.last, output.head.node
    return node.path if node is not None else () if last is None else last.node.path


def units_path(model: Analysis, output: Output) -> Path:
    """Path of the number of units, else of the layer."""
    node = output.head.trail.source
    for field in ("units", "filters"):
        if node is not None and exists(model, node.field(field)):
            return node.field(field)
    return layer_path(output)


def exists(model: Analysis, path: Path) -> bool:
    """Whether the document has a value at a path."""
    return model.value_at(path) is not None


def layer_name(output: Output) -> str:
    """The deciding layer's name, in quotes."""
    node = output.head.node
    return '"' + (output.head.name if node is None else node.name) + '"'


def loss_name(output: Output) -> str:
    """The loss as the document names it."""
    return "the loss" if output.loss is None else output.loss.name


def units_word(count: int | None, noun: str = "unit") -> str:
    """Number of units in words: ``1 unit``, ``10 units``; ``the units`` where it is unknown."""
    return f"the {noun}s" if count is None else counted(count, noun)


def whose(output: Output) -> str:
    """``Output "age": `` where there are several outputs, else nothing."""
    return f'Output "{output.head.name}": ' if output.shared else ""


def activation_words(output: Output) -> str:
    """The activation in effect: ``softmax``, or ``no activation``."""
    activation = output.head.activation
    return "no activation" if activation == "linear" else str(activation)


def elsewhere(model: Analysis, output: Output, path: Path, *facts: str) -> tuple[Related, ...]:
    """The other places that have to do with a finding at ``path``: head, loss, task, and the
    facts of the data by name.
    """
    places = [Related(head_path(model, output), f"{layer_name(output)}: {_gives(output)}")]
    if output.loss is not None:
        places.append(Related(output.loss.path, f"the loss is {output.loss.name}"))
    if output.task is not None and output.task.declared:
        places.append(Related(output.task.path, f"the task is {output.task.words}"))
    places += [
        Related(output.target.paths[fact], f"the targets: {_fact_in_words(output.target, fact)}")
        for fact in facts
        if fact in output.target.paths
    ]
    return tuple(related for related in places if related.path and related.path != path)


_ENCODINGS = {
    "integer": "class numbers",
    "one_hot": "one-hot rows",
    "multi_hot": "rows of 0 and 1, of which several may be 1",
    "binary": "0 or 1",
    "continuous": "quantities",
}


def _fact_in_words(target: Target, fact: str) -> str:
    """A fact of the data in words."""
    if fact == "encoding":
        return _ENCODINGS.get(str(target.encoding), str(target.encoding))
    if fact == "shape":
        return f"{show(target.shape)} a sample" if target.shape else "one value a sample"
    if fact == "range" and target.range is not None:
        return "from {:g} to {:g}".format(*target.range)
    return f"{target.classes} classes"


def _gives(output: Output) -> str:
    shape = f"gives {show(output.head.shape)}" if output.head.shape else ""
    activation = "" if output.head.activation is None else activation_words(output)
    return ", ".join(part for part in (activation, shape) if part) or "the head"
