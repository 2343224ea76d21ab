"""Lazy metadata of Tortoise's models, for memory and start-up time.

Tortoise creates some thirty filters for each column of each model (`price__gte`, `price__year`),
twice: 25,000, of which the mart uses two hundred. Here each is created at its first use. Tortoise
also parses the source of each model for comments on columns, a quarter of the start-up time; ours
are arguments. `models` imports this module.
"""

from typing import Any

import tortoise.models
from tortoise.fields.relational import (
    BackwardFKRelation,
    ManyToManyFieldInstance,
    RelationalField,
)
from tortoise.filters import FilterInfoDict, get_filters_for_field
from tortoise.models import MetaInfo, Model


class Filters(dict[str, FilterInfoDict]):
    """Replacement of `MetaInfo.filters` that creates filters on demand."""

    def __init__(self, meta: MetaInfo) -> None:
        super().__init__()
        self._meta = meta

    def __contains__(self, key: object) -> bool:
        if super().__contains__(key):
            return True
        try:
            self[key]  # type: ignore[index]
        except KeyError:
            return False
        return True

    def __missing__(self, key: str) -> FilterInfoDict:
        info = self[key] = self._filter_of(key)
        return info

    def _filter_of(self, key: str) -> FilterInfoDict:
        name = key.partition("__")[0]
        field = self._meta.pk if name == "pk" else self._meta.fields_map.get(name)
        if field is None or not _is_filtered(field):
            raise KeyError(key)
        column = field.source_field or field.model_field_name
        info = get_filters_for_field(name, field, column)[key]
        overridden = self._meta.db.executor_class.get_overridden_filter_func(
            filter_func=info["operator"], filter_info=info
        )
        return {**info, "operator": overridden} if overridden else info


def _is_filtered(field: Any) -> bool:
    """Whether a field has filters of its own; a foreign key has those of its column."""
    if isinstance(field, BackwardFKRelation | ManyToManyFieldInstance):
        return True
    return not isinstance(field, RelationalField)


class Meta(MetaInfo):
    """Tortoise's metadata of a model, with lazy filters."""

    __slots__ = ()

    def __init__(self, meta: Any) -> None:
        super().__init__(meta)
        self.filters = Filters(self)


def _filters_of(field_name: str, field: Any, source_field: str) -> dict[str, FilterInfoDict]:
    """The filters of an annotation; none for a field, whose filters are lazy."""
    return {} if field is not None else get_filters_for_field(field_name, field, source_field)


def _no_comments(cls: type[Model]) -> dict[str, str]:
    return {}


tortoise.models.MetaInfo = Meta  # type: ignore[misc]
tortoise.models.get_filters_for_field = _filters_of  # type: ignore[attr-defined]
tortoise.models._get_comments = _no_comments
