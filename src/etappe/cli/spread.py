"""Spreading: a command takes a whole table of options as one value; the terminal sees each option."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import wraps
from inspect import Parameter, signature
from typing import Any, TypeVar, get_type_hints

Result = TypeVar("Result")


class Options:
    """A table of options: a frozen dataclass below this, each field an option with its default."""


def spread(command: Callable[..., Result]) -> Callable[..., Result]:
    """The command as Typer reads it: every parameter that is a table of options replaced by its options."""
    told = signature(command)
    hints = get_type_hints(command, include_extras=True)
    tables = {name: hint for name, hint in hints.items() if _is_table(hint)}

    @wraps(command)
    def spread_out(**given: Any) -> Result:
        made = {
            name: table(**{field.name: given.pop(field.name) for field in fields(table)})
            for name, table in tables.items()
        }
        return command(**given, **made)

    options = [
        option
        for name, parameter in told.parameters.items()
        for option in (
            _options(tables[name])
            if name in tables
            else [parameter.replace(annotation=hints[name], kind=Parameter.KEYWORD_ONLY)]
        )
    ]
    # What inspect and typing look at before the function's own code.
    spread_out.__dict__["__signature__"] = told.replace(parameters=options)
    spread_out.__annotations__ = {option.name: option.annotation for option in options}
    return spread_out


def _is_table(hint: object) -> bool:
    return isinstance(hint, type) and issubclass(hint, Options)


def _options(table: Any) -> Iterator[Parameter]:
    hints = get_type_hints(table, include_extras=True)
    for field in fields(table):
        yield Parameter(
            field.name,
            Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=hints[field.name],
        )
