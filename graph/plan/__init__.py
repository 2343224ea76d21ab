"""Plans: an operation compiled to a few functions and statements.

See `docs/plans.md`.
"""

from graph.plan.compile.unsupported import Unplanned, Unsupported
from graph.plan.plan import Plan, compile_plan, planned
from graph.plan.plans import MAX_VARIABLES_BYTES, Plans, Ready

__all__ = [
    "MAX_VARIABLES_BYTES",
    "Plan",
    "Plans",
    "Ready",
    "Unplanned",
    "Unsupported",
    "compile_plan",
    "planned",
]  # fmt: skip
