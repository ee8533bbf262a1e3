"""kspec: lint, size and train Keras models from a typed spec.

Everything is imported when it is first called: `import kspec` costs nothing, and only `build`,
`fit` and `check` need Keras.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kspec.version import __version__

if TYPE_CHECKING:
    import os

    from kspec.analysis.summary import Summary
    from kspec.lint.report import Report
    from kspec.spec.model import ModelSpec

__all__ = ["SpecError", "__version__", "lint", "load", "summarize"]


class SpecError(ValueError):
    """A spec that does not make a network; the message lists everything that is wrong, as lint
    shows it.
    """


def load(source: str | os.PathLike[str] | dict[str, Any]) -> ModelSpec:
    """Read a spec or a Keras model file (JSON, YAML or ``.keras``), or a mapping of the same
    content.

    Raises `SpecError` with every finding when there is an error in it, and `OSError` when it
    cannot be read.
    """
    from kspec.lint.sources import linted_from

    linted = linted_from(source)
    errors = [finding for finding in linted.findings if finding.severity == "error"]
    spec = linted.analysis.spec if linted.analysis is not None else None
    if errors or spec is None:
        raise SpecError("\n".join(f"{finding.code}: {finding.message}" for finding in errors))
    return spec


def lint(source: object, *, data: object = None, task: str | None = None) -> Report:
    """Lint a path, a text, a mapping, a `ModelSpec` or a compiled ``keras.Model``.

    ``data`` is arrays ``(x, y)`` to check the spec against, and ``task`` what the network is for
    where the spec does not say. Nothing is raised for a faulty spec: `Report.ok` and
    `Report.findings` say what is wrong.
    """
    from kspec.lint.report import Report
    from kspec.lint.sources import linted_from

    return Report([linted_from(source, data=data, task=task)])


def summarize(source: object) -> Summary:
    """Every layer's output shape, dtype and parameters, exactly as Keras counts them, without
    Keras.

    Shapes have the batch first; an unknown dimension is None. Raises `SpecError` when there is no
    network to size.
    """
    from kspec.analysis.summary import summarize as summary_of
    from kspec.lint.sources import linted_from

    linted = linted_from(source)
    summary = None if linted.analysis is None else summary_of(linted.analysis)
    if summary is None:
        raise SpecError(
            "\n".join(f"{finding.code}: {finding.message}" for finding in linted.findings)
        )
    return summary


_lint = lint
"""The function again: importing the package `kspec.lint` takes over the other name (it calls
this one).
"""
