"""The JSON report, versioned: what programs read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kspec.report.options import DEFAULT

if TYPE_CHECKING:
    from kspec.linter.report import Report
    from kspec.report.options import Options


def render(report: Report, options: Options = DEFAULT) -> str:  # noqa: ARG001 - as every renderer
    """The report as one JSON document."""
    return json.dumps(report.to_dict(), indent=2)
