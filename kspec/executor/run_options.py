"""Options of a run apart from its spec: those of the command line."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from kspec.executor.custom import NOTHING, Allowed


class RunOptions(NamedTuple):
    """``plain`` turns off what makes training faster; ``own_process`` says that the process is
    there for this run alone, so that its number of threads may be chosen; ``diagnose`` asks for
    the checks that take time. ``allowed`` is the code outside Keras that may be used; ``trackers``
    are the names of those that hear of the run, and ``sweep`` has the names that these have for the
    sweep that it is a trial of.
    """

    plain: bool = False
    own_process: bool = False
    diagnose: bool = False
    allowed: Allowed = NOTHING
    trackers: tuple[str, ...] = ()
    sweep: Mapping[str, str] = MappingProxyType({})
