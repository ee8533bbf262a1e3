from collections.abc import Iterator

from kspec.analysis.effects import effect
from kspec.analysis.model import Analysis
from kspec.analysis.outputs import Output
from kspec.analysis.verdicts.kinds import loss_kind
from kspec.linter.finding import Finding, Fix, Severity
from kspec.linter.layer_fixes import after, unsafe
from kspec.linter.rule import Rule
from kspec.spec.problem import Related

rule = Rule("KS602", "target-not-normalized", Severity.WARNING, since="0.1", needs=("data",))

FAR = 10_000
LITTLE = 0.02
"""Distance below which answers are equal."""
LEAST = 0.001
"""Quantities of less than this are below the noise of a new network."""
MAPS = 4
"""The rank of a batch of images."""

FAR_HELP = (
    "Standardize the targets (subtract the mean, divide by the deviation), or end the network with "
    "a Rescaling layer that does the reverse."
)
SMALL_HELP = (
    "Standardize the targets (subtract the mean, divide by the deviation), or change their unit."
)
LITTLE_HELP = "They are scaled once too often: masks of 0 and 1 are not divided."


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    denied = () if model.observed is None else model.observed.contradictions
    known_false = {one.end for one in denied if one.fact == "target_range"}
    for output in model.outputs:
        limits, loss = output.target.range, output.loss
        if limits is None or loss is None or output.head.name in known_false:
            continue
        if _reach(limits) > FAR and _starts_near_zero(output):
            problem, help_ = "starts from outputs near 0", FAR_HELP
        elif 0 <= limits[0] < limits[1] < LITTLE and _is_mask(output):
            problem, help_ = "asks of every place yes (1) or no (0)", LITTLE_HELP
        elif limits[0] < limits[1] and _reach(limits) < LEAST and _starts_near_zero(output):
            problem, help_ = "starts from outputs of about 1", SMALL_HELP
        else:
            continue
        written = output.target.paths.get("range")
        yield rule.at(
            loss.path,
            f"{loss.name} {problem}, and the targets go from {limits[0]:g} to {limits[1]:g}",
            help=help_,
            related=(Related(written, "the range of the target"),) if written else (),
            fix=_fix(model, output, limits) if help_ != LITTLE_HELP else None,
        )


def _fix(model: Analysis, output: Output, limits: tuple[float, float]) -> Fix | None:
    """Fix that adds a Rescaling behind a stack: it answers in the unit of the target."""
    node = output.head.producer
    layer = {"type": "Rescaling", "scale": _reach(limits)}
    return None if node is None else unsafe(after(model, node, layer), message="Scale the output")


def _is_mask(output: Output) -> bool:
    """Whether the answers are for the places of a map."""
    return (output.head.rank or 0) >= MAPS and loss_kind(output) in {"binary", "overlap"}


def _reach(limits: tuple[float, float]) -> float:
    """The largest distance of a value from 0."""
    return max(-limits[0], limits[1])


def _starts_near_zero(output: Output) -> bool:
    loss, producer = output.loss, output.head.producer
    if loss is None or not loss.value.in_units:
        return False
    scaled = producer is None or effect(producer.layer) == "rescales"
    return output.head.activation == "linear" and not scaled
