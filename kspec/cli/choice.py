"""Options that take one of some words: a misspelt one is answered with the nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    Words = click.Choice[str]
else:
    Words = click.Choice  # before 8.2 it is no generic


class NearestChoice(Words):
    """A choice that names the word that was probably meant."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Convert a value to one of the choices; the error names the nearest."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            from kspec.spec.suggest import nearest

            meant = nearest(str(value), map(str, self.choices))
            if meant is None:
                raise
            message = f"{error.message} Did you mean '{meant}'?"
            raise click.BadParameter(message, ctx, param) from None


def with_nearest(command: click.Command) -> click.Command:
    """The command with choices that name the nearest word."""
    for param in command.params:
        if type(param.type) is click.Choice:
            param.type = NearestChoice(param.type.choices, param.type.case_sensitive)
    return command
