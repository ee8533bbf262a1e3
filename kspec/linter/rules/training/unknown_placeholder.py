from collections.abc import Iterator

from kspec.analysis.logs import LEARNING_RATE, logged_names, meant_name, validates
from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.rule import Rule
from kspec.spec.problem import Path
from kspec.spec.training.callbacks.callback import Callback

rule = Rule("KS417", "unknown-placeholder", Severity.ERROR, since="0.1", needs=("callbacks",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec, fit = model.known_spec, model.fit
    names = logged_names(spec)
    callbacks = list(fit.described_callbacks())
    if names is None or len(callbacks) < len(list(fit.all_callbacks())):
        return  # a callback of the user's own may log any name
    for index, callback in callbacks:
        if callback.writes is None:
            continue
        known = _known(callback, names, validated=validates(spec) is not False)
        path = spec.path("fit", "callbacks", index)
        yield from _unfilled(callback, names, known, path)


def _known(callback: Callback, names: frozenset[str], *, validated: bool) -> frozenset[str]:
    within = getattr(callback, "save_freq", "epoch") != "epoch"
    further = {f"val_{name}" for name in names} if validated and not within else set()
    return names | further | {"epoch", LEARNING_RATE} | ({"batch"} if within else set())


def _unfilled(
    callback: Callback, names: frozenset[str], known: frozenset[str], path: Path
) -> Iterator[Finding]:
    from kspec.spec.training.callbacks.outside import FILLED, placeholders

    text = getattr(callback, FILLED, "")
    for name in placeholders(text) or ():
        if name not in known:
            yield _unknown(text, name, names, known, (*path, FILLED))


def _unknown(
    text: str, name: str, names: frozenset[str], known: frozenset[str], path: Path
) -> Finding:
    from kspec.spec.suggest import literal
    from kspec.spec.training.callbacks.outside import with_placeholder

    meant = meant_name(name, names) if name else None
    help_, fix = f"Known are: {', '.join(sorted(known))}.", None
    if meant is not None and meant in known:
        help_ = f'Did you mean "{meant}"?'
        fix = Fix((Edit(path, literal(with_placeholder(text, name, meant))),))
    return rule.at(
        path,
        f'"{name}" is not logged when the file is saved, so Keras cannot name it',
        help=help_,
        fix=fix,
    )
