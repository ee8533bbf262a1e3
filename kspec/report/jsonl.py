"""JSON Lines report: the objects of the JSON report's findings, one on each line."""

import json

from kspec.linter.report import Report, finding_dict
from kspec.report.options import DEFAULT, Options


def render(report: Report, options: Options = DEFAULT) -> str:  # noqa: ARG001 - as every renderer
    """The findings, one a line; nothing for a clean run."""
    dicts = (finding_dict(*pair) for pair in report.pairs())
    return "\n".join(json.dumps(finding) for finding in dicts)
