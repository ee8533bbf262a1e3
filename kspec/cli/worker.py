"""The process of a worker that `kspec.cli.workers` starts: a command that ends with its chief."""

import os
import sys
import threading

from kspec.cli.main import main


def _end_with_chief() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    watching = threading.Thread(target=_end_with_chief, daemon=True)
    watching.start()
    try:
        main(prog_name="kspec")
    except SystemExit as ended:
        if not ended.code:
            watching.join()  # TensorFlow aborts a process that waits at its end for the others
        raise
