"""`python -m kspec`."""

from kspec.cli.main import main

main(prog_name="kspec")
