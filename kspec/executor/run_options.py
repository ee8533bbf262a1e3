"""Options of a run apart from its spec: those of the command line."""

from collections.abc import Mapping
from types import MappingProxyType

from kspec.executor.custom import NOTHING, Allowed
from kspec.named_tuple import NamedTuple


class RunOptions(NamedTuple):
    """Options of a run: ``plain`` turns off speedups; ``own_process`` is true for a process of this
    run alone, whose number of threads may be chosen; ``diagnose`` turns on checks that take time.
    ``allowed`` are the permissions of the run; ``trackers`` the names of its trackers, and
    ``sweep`` their names for the sweep of which it is a trial.
    """

    plain: bool = False
    own_process: bool = False
    diagnose: bool = False
    allowed: Allowed = NOTHING
    trackers: tuple[str, ...] = ()
    sweep: Mapping[str, str] = MappingProxyType({})
