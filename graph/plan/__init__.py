"""Plans: an operation compiled to a few functions and statements.

See `docs/plans.md`.
"""

from graph.plan.compiler import NotPlanned, Unplanned
from graph.plan.plan import Plan, compile_plan, planned
from graph.plan.plans import MAX_VARIABLES_BYTES, Plans, Ready
from graph.plan.selecting import steering

__all__ = [
    "MAX_VARIABLES_BYTES", "NotPlanned", "Plan", "Plans", "Ready", "Unplanned", "compile_plan",
    "planned", "steering",
]  # fmt: skip
