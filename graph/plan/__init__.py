"""Plans: an operation compiled to a few functions and statements.

See `docs/plans.md`.
"""

from graph.plan.compiler import NotPlanned
from graph.plan.plan import Plan, compile_plan
from graph.plan.selecting import steering

__all__ = ["NotPlanned", "Plan", "compile_plan", "steering"]
