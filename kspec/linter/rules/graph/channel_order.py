from collections.abc import Iterator

from kspec.analysis.channels import misread_inputs
from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.layer_fixes import set_shape, unsafe
from kspec.linter.rule import Rule
from kspec.spec.network import Node
from kspec.spec.problem import Related
from kspec.spec.shapes import show

rule = Rule("KS211", "channel-order", Severity.WARNING, since="0.1")


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    too_small = model.by_kind.get("window_exceeds_input", ())
    for flow in model.flows:
        for node, shape, form in misread_inputs(flow):
            last = form == "channels_last"
            field = "shape" if "shape" in node.stated_fields else "batch_shape"
            yield rule.at(
                node.field(field),
                f"{show(shape)} is read as {form.replace('_', ' ')}: "
                f"{shape[-1 if last else 1]} channels",
                help="Put the channels last in shape and data, or set "
                '"data_format": "channels_first" on every layer.'
                if last
                else "Put the channels first in shape and data, or remove data_format.",
                related=tuple(Related(each.path, each.message) for each in too_small),
                severity=Severity.ERROR if too_small else None,
                fix=_moved(model, node, field, last=last),
            )


def _moved(model: Analysis, node: Node, field: str, *, last: bool) -> Fix | None:
    """Fix that moves the channels to the other end of the shape, and of the same shape of data."""
    shape = model.value_at(node.field(field))
    if not isinstance(shape, list):
        return None
    lead = 1 if field == "batch_shape" else 0
    rest = shape[lead:]
    moved = [*rest[1:], rest[0]] if last else [rest[-1], *rest[:-1]]
    put = set_shape(model, node, moved)
    data = ("data", "input_shape")
    if model.value_at(data) == rest:
        return unsafe(put, (Edit.of(data, moved),))
    return unsafe(put)
