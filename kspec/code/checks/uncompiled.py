"""Models that are trained and never compiled."""

import ast

from kspec.code.keras.events import Log
from kspec.code.source import Source


def report_uncompiled(log: Log, source: Source) -> None:
    """Report each fit of a model without a compile, where the program shows what it compiles."""
    compiles = [(phase.model, phase.compile) for phase in log.phases if phase.compile is not None]
    compiled = {model for model, _ in compiles}
    fits = [
        (phase.model, phase.fit.place)
        for phase in log.phases
        if phase.fit is not None and not phase.handed and phase.model not in compiled
    ]
    places = {call.place for _, call in compiles}
    calls = source.method_calls("compile") if fits else ()
    if any(call not in places and ast.unparse(of) != "re" for call, of in calls):
        return
    names = sorted({model.variable for model in compiled if model.variable})
    others = ", ".join(f"`{name}`" for name in names)
    for model, place in fits:
        if model.kind != "Own":
            name = f"`{model.variable}`" if model.variable else "This model"
            message = f"{name} is trained and never compiled"
            message += f"; {others} is" if others else ""
            help_ = "Compile the model that is trained."
            log.report("fit_without_compile", message, place, help_)
