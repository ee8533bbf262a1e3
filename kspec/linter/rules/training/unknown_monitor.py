from collections.abc import Iterator

from kspec.analysis.logs import (
    LEARNING_RATE,
    held_out,
    logged_names,
    meant_name,
    monitors,
    own_logs,
    validates,
)
from kspec.analysis.model import Analysis
from kspec.linter.finding import Edit, Finding, Fix, Severity
from kspec.linter.layer_fixes import put, taken_out
from kspec.linter.rule import Rule
from kspec.spec.model import ModelSpec
from kspec.spec.problem import Path, Related

rule = Rule("KS403", "unknown-monitor", Severity.ERROR, since="0.1", needs=("callbacks",))


@rule.check
def check(model: Analysis) -> Iterator[Finding]:
    spec = model.known_spec
    names, own = logged_names(spec), own_logs(spec)
    for path, callback in monitors(spec):
        if own is None or callback.monitor in own:
            continue
        plain = callback.monitor.removeprefix("val_")
        where = path if "monitor" not in callback.model_fields_set else (*path, "monitor")
        if names is not None and plain not in names:
            finding = _not_logged(callback.monitor, names, where)
        elif plain != callback.monitor and isinstance(getattr(callback, "save_freq", ""), int):
            finding = rule.at(
                (*path, "save_freq"),
                f'"{callback.monitor}" is logged at the end of an epoch, and this saves within it: '
                "whatever comes counts as the best",
                help='Leave out "save_freq", or watch "loss".',
                fix=taken_out((*path, "save_freq")),
                severity=Severity.WARNING,
            )
        elif plain != callback.monitor and validates(spec) is False:
            finding = _not_validated(spec, callback.monitor, where)
        else:
            continue
        # a checkpoint that saves each epoch needs no value, and Keras does without it
        yield finding if callback.watches else finding._replace(severity=Severity.WARNING)


def _not_logged(monitor: str, names: frozenset[str], where: Path) -> Finding:
    own = names - {LEARNING_RATE}
    known = sorted({*own, *(f"val_{name}" for name in own)})
    meant = meant_name(monitor, names)
    return rule.at(
        where,
        f'"{monitor}" is never logged, so this callback watches nothing',
        help=f'Did you mean "{meant}"?' if meant else f"Logged are: {', '.join(known)}.",
        fix=_watching(where, meant, names),
    )


def _not_validated(spec: ModelSpec, monitor: str, where: Path) -> Finding:
    """A value of the validation where none takes place: nothing is held out, or all epochs end
    before the first.
    """
    if held_out(spec) is False:
        why = "nothing is held out for validation"
        help_ = 'Set "validation_split", or give validation data.'
        split = spec.path("fit", "validation_split")
        place = split if spec.value_at(split) is not None else spec.path("fit")
        related = Related(place, "nothing is held out here")
        fix = put(split, 0.2) if place == split else _holding_out(place)
    else:
        why = "training ends before the first validation"
        help_ = "Validate more often, or train for more epochs."
        related = Related(spec.path("fit", "validation_freq"), "that often here")
        fix = put(spec.path("fit", "validation_freq"), 1)
    return rule.at(
        where, f'"{monitor}" is never logged: {why}', help=help_, related=(related,), fix=fix
    )


def _holding_out(fit: Path) -> Fix:
    return Fix((Edit(fit, '"validation_split": 0.2', action="insert_field"),), safe=False)


def _watching(where: Path, meant: str | None, names: frozenset[str]) -> Fix | None:
    """Fix that sets the name that was meant; else the only metric."""
    from kspec.spec.suggest import literal

    if where[-1] != "monitor":
        return None
    if meant:
        return Fix((Edit(where, literal(meant)),))
    others = sorted(names - {LEARNING_RATE, "loss"})
    return put(where, f"val_{others[0]}" if len(others) == 1 else "val_loss")
