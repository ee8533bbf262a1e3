"""Rules on training runs: the declaration of a rule, and its check of a run."""

from collections.abc import Callable, Iterable, Iterator

from kspec.analysis.trained import Symptom, TrainedRun
from kspec.linter.finding import Severity
from kspec.linter.rule import Rule

RunCheck = Callable[[TrainedRun], Iterable[Symptom]]


class RunRule(Rule):
    """Rule that runs when a training ends, and never in lint: no document has a run."""

    def __init__(self, code: str, name: str, severity: Severity, *, since: str) -> None:
        super().__init__(code, name, severity, since=since, reports=(), needs=("run",))
        self._of_run: RunCheck | None = None

    def check_run(self, function: RunCheck) -> RunCheck:
        """Register the check of the rule, as a decorator."""
        self._of_run = function
        return function

    def symptoms(self, run: TrainedRun) -> Iterator[Symptom]:
        """Run the rule on a training run."""
        if self._of_run is not None:
            yield from self._of_run(run)

    def symptom(
        self,
        message: str,
        *,
        help: str,  # noqa: A002 - what users call it
        epoch: int | None = None,
        batch: int | None = None,
        layer: str | None = None,
    ) -> Symptom:
        """A symptom of this rule."""
        return Symptom(self.code, self.name, message, help, epoch, batch, layer)
