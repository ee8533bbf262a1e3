from collections.abc import Iterator

from kspec.analysis.trained import Symptom, TrainedRun
from kspec.linter.finding import Severity
from kspec.linter.run_rule import RunRule

rule = RunRule("KS801", "loss-not-finite", Severity.ERROR, since="0.1")


@rule.check_run
def check(run: TrainedRun) -> Iterator[Symptom]:
    broken, where = run.evidence.broken, run.evidence.breakdown
    if broken is None:
        return
    epoch = len(run.rows)
    message = f"In epoch {epoch}, {broken}: training was stopped"
    if where is not None:
        part = "of the validation samples" if where.held_out else "of that epoch"
        message += f". It began in batch {where.batch} of {where.batches} {part}: {where.words}"
    yield rule.symptom(
        message,
        help="Lower the learning rate (by 10), scale the inputs, or set clipnorm in the optimizer; "
        "a logarithm or division in a custom loss needs a small constant.",
        epoch=epoch,
        batch=None if where is None else where.batch,
        layer=None if where is None else where.layer,
    )
