"""Plans: an operation compiled to a few functions and statements.

See `docs/plans.md`.
"""

from graph.plan.compiler import NotPlanned, steering
from graph.plan.plan import Plan, compile_plan

__all__ = ["NotPlanned", "Plan", "compile_plan", "steering"]
