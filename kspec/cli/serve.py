"""`kspec serve`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from kspec.http.mounts import Mount

EXTRA = ("fastapi", "uvicorn", "starlette", "python_multipart", "markdown_it")
"""Packages of ``kspec[serve]``, by the names that are imported."""
MIB = 2**20
FAILED = 2


def limit(name: str, kind: click.ParamType[Any], default: float, text: str) -> Callable[[Any], Any]:
    """An option with a number by default, which its help names."""
    return click.option(name, type=kind, default=default, show_default=True, help=text)


@click.command()
@limit("--port", click.IntRange(0, 65535), 8000, "The port to listen on; 0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--uds", metavar="PATH", help="Listen on a Unix socket instead.")
@click.option("--fd", type=int, metavar="N", help="Listen on an open socket, as systemd hands it.")
@click.option(
    "--token",
    envvar="KSPEC_TOKEN",
    metavar="TOKEN",
    help="Answer only to `Authorization: Bearer TOKEN`. [env: KSPEC_TOKEN]",
)
@click.option(
    "--allow-host",
    multiple=True,
    metavar="NAME",
    help="Answer for this host name too; again for another.",
)
@click.option(
    "--allow-origin",
    multiple=True,
    metavar="ORIGIN",
    help="Answer pages of https://example.com too; again for another.",
)
@click.option("--workers", type=click.IntRange(1, 256), help="Processes. [default: one for a core]")
@limit("--queue", click.IntRange(0), 64, "Requests that wait for a worker.")
@limit("--max-body", click.IntRange(1), 1, "MiB of a document.")
@limit("--max-seconds", click.FloatRange(0.1), 2.0, "Processor time of a document.")
@limit("--max-memory", click.IntRange(128), 512, "MiB of a worker.")
@limit("--max-findings", click.IntRange(1), 1000, "Findings that are listed.")
def command(**options: Any) -> None:  # noqa: ANN401 - options of many types
    """Answer over HTTP, and show the page in a browser.

    What is sent is looked at in worker processes with limits of time and memory. Nothing that a
    document names is opened. It listens on this machine alone unless --host says otherwise, and
    logs a line of JSON for each request, without its body. SIGTERM ends it after the requests that
    are under way.

    \b
    kspec serve
    curl --data-binary @model.json 'localhost:8000/v1/lint?filename=model.json'

    Where kspec[mcp] is installed, /mcp has the tools of `kspec mcp`, without files.
    """  # noqa: D301 - click reads the character
    from kspec.cli.terminal import print_error

    try:
        from kspec.http.limits import DEFAULTS
        from kspec.http.server import Place, serve
        from kspec.http.state import Settings
    except ModuleNotFoundError as error:
        if error.name not in EXTRA:
            raise
        print_error(f"this needs {error.name}, which is not installed: pip install 'kspec[serve]'")
        sys.exit(FAILED)
    limits = DEFAULTS._replace(
        workers=options["workers"] or DEFAULTS.workers,
        queue=options["queue"],
        body=options["max_body"] * MIB,
        archive=max(options["max_body"] * MIB, DEFAULTS.archive),
        seconds=options["max_seconds"],
        memory=options["max_memory"] * MIB,
        findings=options["max_findings"],
    )
    settings = Settings(limits, options["token"], options["allow_host"], options["allow_origin"])
    place = Place(options["host"], options["port"], options["uds"], options["fd"])
    if not serve(place, settings, _tools()):
        print_error("the service could not be started: the line above says why")
        sys.exit(FAILED)


def _tools() -> list[Mount]:
    """The tools for language models under /mcp, where their packages are installed."""
    from kspec.http.mounts import Mount

    try:
        from kspec.mcp import route
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"mcp", "mcp_types"}:
            raise
        return []
    return [Mount(route.PATH, route.FUNCTION, route.start)]
