"""A worker that is watched: it writes to a file what each question made it do besides reading
kspec and Python.
"""

import json
import sys
from pathlib import Path
from typing import Any

import pydantic_core

from kspec.http import worker
from tests.safety import audited

OWN = ("/proc/self/statm", str(Path(pydantic_core.__file__).parents[1]))
"""Paths that a worker may open: its own size, and the libraries."""


def main() -> None:
    """Work under the hook; ``sys.argv[1]`` is the file, before the limits of the worker."""
    answered = worker.answered
    with Path(sys.argv.pop(1)).open("a") as log:

        def noted(head: dict[str, Any], bodies: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
            for values in audited.seen.values():
                values.clear()
            found = answered(head, bodies)
            did = {
                kind: sorted(value for value in values if not value.startswith(OWN))
                for kind, values in audited.seen.items()
            }
            log.write(json.dumps(did) + "\n")
            log.flush()
            return found

        worker.answered = noted
        sys.addaudithook(audited.hook)
        worker.main()
