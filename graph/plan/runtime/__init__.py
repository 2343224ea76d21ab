"""Functions that generated code calls: `FUNCTIONS`, by their names there."""

from typing import Any

from graph.execution.planned_mutations import carried
from graph.plan.runtime.fallbacks import CacheMiss, null
from graph.plan.runtime.levels import Levels, SelectionCode, sync
from graph.plan.runtime.lists import finished, in_order, listed
from graph.plan.runtime.relations import fill_one, has_column, many, of_object
from graph.plan.runtime.row_answers import cached_answers
from graph.plan.runtime.run import allowed
from graph.plan.runtime.waiting import each, together

FUNCTIONS: dict[str, Any] = {
    function.__name__: function
    for function in (
        CacheMiss, Levels, SelectionCode, allowed, cached_answers, carried, each, fill_one,
        finished, has_column, in_order, listed, many, null, of_object, sync, together,
    )
}  # fmt: skip
