"""Suggestions while typing."""

import asyncio
from typing import Annotated

import strawberry

from commerce.search import suggest
from graph.context import Info
from graph.error_texts import TOO_MANY_SUGGESTIONS
from graph.errors import bad_input
from graph.resolvers.catalogue.product import searchable
from graph.types.search.suggestion import Suggestion, suggestion


async def list_suggestions(
    info: Info,
    query: Annotated[str, strawberry.argument(description="Text typed so far, in either script.")],
    first: Annotated[
        int, strawberry.argument(description="Maximum number of suggestions, 0 to 50.")
    ] = 8,
) -> list[Suggestion]:
    if not 0 <= first <= suggest.MAX_SUGGESTIONS:
        raise bad_input(TOO_MANY_SUGGESTIONS, "first", most=suggest.MAX_SUGGESTIONS)
    searchable(query, "query")
    offered = await suggest.suggest(query, first, info.context.language)
    shown = await asyncio.gather(
        *(suggestion(info, each.noun, each.target_id, each.text) for each in offered)
    )
    return [each for each in shown if each is not None]
