"""What Tortoise knows of each model, without what nobody asks for.

It makes some thirty filters for each column of each model, `price__gte`, `price__year`, and keeps
them twice: 25,000 of which the mart uses two hundred. Here each is made when a query first uses it.
And it looks through the source of each model for comments that describe columns, which is a quarter
of the time in which a process starts; ours are described by arguments. Whoever imports the models
imports this.
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
    """What `MetaInfo.filters` is, of the filters used so far."""

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
        found = self[key] = self._filter_of(key)
        return found

    def _filter_of(self, key: str) -> FilterInfoDict:
        name = key.partition("__")[0]
        field = self._meta.pk if name == "pk" else self._meta.fields_map.get(name)
        if field is None or not _is_filtered(field):
            raise KeyError(key)
        column = field.source_field or field.model_field_name
        found = get_filters_for_field(name, field, column)[key]
        overridden = self._meta.db.executor_class.get_overridden_filter_func(
            filter_func=found["operator"], filter_info=found
        )
        return {**found, "operator": overridden} if overridden else found


def _is_filtered(field: Any) -> bool:
    """Whether it has filters of its own; for a foreign key, its column's are asked for."""
    if isinstance(field, BackwardFKRelation | ManyToManyFieldInstance):
        return True
    return not isinstance(field, RelationalField)


class Meta(MetaInfo):
    """What Tortoise knows of a model, with filters that wait."""

    __slots__ = ()

    def __init__(self, meta: Any) -> None:
        super().__init__(meta)
        self.filters = Filters(self)


def _filters_of(field_name: str, field: Any, source_field: str) -> dict[str, FilterInfoDict]:
    """Those of an annotation at once, as ever; those of a field none yet."""
    return {} if field is not None else get_filters_for_field(field_name, field, source_field)


def _no_comments(cls: type[Model]) -> dict[str, str]:
    return {}


tortoise.models.MetaInfo = Meta  # type: ignore[misc]
tortoise.models.get_filters_for_field = _filters_of  # type: ignore[attr-defined]
tortoise.models._get_comments = _no_comments
