"""The command line of the scripts that kill: ``[KILLS] [SEED]``."""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path


def print_counts(kill: Callable[[int, int, Path], dict[str, int]], kills: int) -> None:
    """Kill as often as the command line says, or else so often, and print the counts; the exit
    code is 1 where something was lost or came out different.
    """
    given = [int(argument) for argument in sys.argv[1:]]
    seed = given[1] if len(given) > 1 else 0
    with tempfile.TemporaryDirectory() as folder:
        counts = kill(given[0] if given else kills, seed, Path(folder))
    sys.stdout.write(json.dumps(counts) + "\n")
    sys.exit(int(counts["lost"] + counts["different"] > 0))
