"""The process of a worker that `kspec.cli.workers` starts: a command that ends with its chief."""

import os
import threading

from kspec.cli.main import main


def _end_with_chief() -> None:
    os.read(0, 1)  # Python aborts at its end where a thread still reads `sys.stdin`
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_end_with_chief, daemon=True).start()
    main(prog_name="kspec")
