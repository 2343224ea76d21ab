"""Mutations with a plan: executed once, even if the plan of the payload falls back."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from graphql import GraphQLSchema

from graph.context import Context, Outcome

# Mutations that buyers wait for; the ordinary executor runs all others.
PLANNED_MUTATIONS = frozenset(
    {
        "cartAddressSet",
        "cartCouponApply",
        "cartCouponRemove",
        "cartCreate",
        "cartDeliverySelect",
        "cartLinesAdd",
        "cartLinesUpdate",
        "checkoutComplete",
    }
)


def is_planned(roots: Sequence[str]) -> bool:
    """Whether there may be a plan for a mutation that begins with these fields.

    Of several each begins when the one before has been answered.
    """
    return len(roots) == 1 and roots[0] in PLANNED_MUTATIONS


async def carried(context: Context, mutation: Awaitable[Any]) -> Any:
    """The result of a mutation, kept in the context so that it runs only once."""
    try:
        payload = await mutation
    except Exception as error:
        context.outcome = Outcome(None, error, frozenset(context.languages_used))
        raise
    context.outcome = Outcome(payload, None, frozenset(context.languages_used))
    return payload


def answer_once(schema: GraphQLSchema) -> None:
    """Let the ordinary executor answer with what a plan has carried out already, if one has."""
    assert schema.mutation_type is not None
    for name in PLANNED_MUTATIONS:
        field = schema.mutation_type.fields[name]
        assert field.resolve is not None
        field.resolve = _once(field.resolve)


def _once(resolve: Callable[..., Any]) -> Callable[..., Any]:
    def resolved(root: Any, info: Any, **arguments: Any) -> Any:
        outcome: Outcome | None = info.context.outcome
        if outcome is None:
            return resolve(root, info, **arguments)
        if outcome.error is not None:
            raise outcome.error
        return outcome.payload

    return resolved
