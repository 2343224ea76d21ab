"""Typed rows: instances of a class from the rows of a statement, matched by column name.

By position, an additional column in a SELECT would shift all later values into wrong fields. Here
missing and unknown columns are errors that name them. They are checked once for a statement and a
class, and a function generated for the two builds the rows.
"""

import types
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from operator import itemgetter
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import asyncpg
from tortoise.models import Model

from database.connect import fetch

T = TypeVar("T")
MISFIT = "{shape} and the statement's columns do not agree: {problems}."


class ColumnMismatch(TypeError):  # noqa: N818 - it says what is the matter
    """The columns of a statement are not the fields of the class."""


def rows_as(shape: type[T], rows: Sequence[Any], *, is_part: bool = False) -> list[T]:
    """Convert rows to `shape`, a NamedTuple or dataclass with a field for each column.

    Rows are records, all with the same columns. Values of an enum become its
    members; a field `Annotated` with a function gets its result. With `is_part` rows may have
    further columns. Raises ColumnMismatch.
    """
    if not rows:
        return []
    first = rows[0]
    kind: Any = shape  # mypy does not know that a class is hashable
    return _maker(kind, tuple(first.keys()), is_part)(rows)


def record_reader(shape: type[T]) -> Callable[[Sequence[tuple[Any, ...]]], list[T]]:
    """A function that converts records within a column to `shape`.

    Their values have no names, but the order of the fields: the statement is to be made of these,
    so that the two agree.
    """
    kind: Any = shape
    return _maker(kind, field_names(kind), False)


async def fetch_as(shape: type[T], sql: str, *arguments: Any) -> list[T]:
    """The rows of a statement, converted by `rows_as`."""
    return rows_as(shape, await fetch(sql, *arguments))


@cache
def field_names(shape: Any) -> tuple[str, ...]:
    """The fields of a NamedTuple or dataclass, in the order of its constructor."""
    if is_dataclass(shape):
        return tuple(each.name for each in fields(shape) if each.init)
    names: tuple[str, ...] = shape._fields
    return names


@cache
def _maker(
    shape: Any, columns: tuple[str, ...], is_part: bool
) -> Callable[[Sequence[Any]], list[Any]]:
    """Generate a function that converts rows with these columns to a list of `shape`.

    Records are read by position, which is faster than by name.
    """
    names = field_names(shape)
    check_names(shape, names, columns, is_part=is_part)
    keys: list[Any] = [columns.index(name) for name in names]
    if len(keys) == 1:
        keys *= 2  # with a single key itemgetter returns no tuple
    scope: dict[str, Any] = {"take": itemgetter(*keys), "shape": shape, "new": tuple.__new__}
    values, parameters = [], []
    hints = get_type_hints(shape, include_extras=True)
    for place in range(len(keys)):
        parameters.append(f"v{place}")
        if place < len(names):
            read = _reader(hints[names[place]])
            scope[f"read{place}"] = read
            values.append(f"v{place}" if read is None else f"read{place}(v{place})")
    listed = ", ".join(values)
    instance = f"shape({listed})" if is_dataclass(shape) else f"new(shape, ({listed},))"
    source = f"lambda rows: [{instance} for {', '.join(parameters)} in map(take, rows)]"
    make: Callable[[Sequence[Any]], list[Any]] = eval(source, scope)  # noqa: S307 - names of ours
    # For those who read generated code.
    make.__module__, make.__qualname__ = __name__, f"rows_as.{shape.__name__}"
    return make


def check_names(
    shape: type, names: Sequence[str], columns: Sequence[str], *, is_part: bool = False
) -> None:
    """Raise ColumnMismatch unless `columns` are `names`, in any order."""
    problems = [f"no column `{name}`" for name in names if name not in columns]
    problems += [f"column `{name}` twice" for name in names if columns.count(name) > 1]
    if not is_part:
        problems += [f"no field `{name}`" for name in columns if name not in names]
    if problems:
        raise ColumnMismatch(MISFIT.format(shape=shape.__name__, problems=", ".join(problems)))


class _Members(dict[Any, Any]):
    """An enum's members by their database values; a look-up takes half the time of a call."""

    def __init__(self, kind: type[Enum], *, is_optional: bool) -> None:
        super().__init__({member.value: member for member in kind})
        self._kind = kind
        if is_optional:
            self[None] = None

    def __missing__(self, value: Any) -> Any:
        """Raise ValueError, like the enum."""
        return self._kind(value)


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    """The conversion of a column's value to a field's; None if it is unchanged."""
    if get_origin(hint) is Annotated:
        return next((each for each in hint.__metadata__ if callable(each)), None)
    kinds = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, Enum):
            return _Members(kind, is_optional=type(None) in kinds).__getitem__
    return None


@cache
def slice_class(model: type[Model]) -> type[tuple[Any, ...]]:
    """A class for a slice of a record, with the attributes of `model`."""
    names = enumerate(model._meta.fields_db_projection)
    members = {name: property(itemgetter(place)) for place, name in names}
    return type(f"{model.__name__}Slice", (tuple,), members)


def slices(record: asyncpg.Record, models: tuple[type[Model], ...]) -> list[Any]:
    """The rows of several models in `record`, whose columns are in the order of `models`.

    None for a model whose first column, its key, is null. Raises ColumnMismatch if a record does
    not begin with the models' columns.
    """
    values = tuple(record)
    return [
        None if values[start] is None else kind(values[start:end])
        for kind, start, end in _slices(models, tuple(record.keys()))
    ]


@cache
def _slices(
    models: tuple[type[Model], ...], columns: tuple[str, ...]
) -> list[tuple[type[tuple[Any, ...]], int, int]]:
    """Class, start and end of each model's slice of a record."""
    parts, start = [], 0
    for model in models:
        names = tuple(model._meta.fields_db_projection.values())
        end = start + len(names)
        own = columns[start:end]
        check_names(model, names, own)
        if own != names:
            raise ColumnMismatch(MISFIT.format(shape=model.__name__, problems="other order"))
        parts.append((slice_class(model), start, end))
        start = end
    return parts
