"""One operation, executed in the ordinary way and by its plan, compared."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import GraphQLError, OperationDefinitionNode, execute, parse

from auth.viewer import ANONYMOUS, Viewer
from commerce.core.texts.language import Language
from graph.context import Context, Requester
from graph.execution.executor import AnswerTooLarge, executed
from graph.plan import Unsupported, planned
from graph.schema import schema
from server.graphql_http.response_body import objects_in

# More objects and bytes than any answer has.
UNBOUNDED = 10**9


class Images:
    def urls(self, width: int) -> Callable[[str], str]:
        return lambda public_id: f"/media/{width}/{public_id}.webp"


@dataclass(frozen=True)
class Compared:
    """One operation, answered both ways."""

    planned: bool
    same: bool
    said: str
    # Whether the plan counted the objects of its answer, and how many the executor counted.
    counted: bool = False
    objects: int = 0
    # How often the plan left an answer of as many objects as there may be to the executor.
    handed_over: int = 0


async def compare(
    document: str,
    variables: dict[str, Any],
    viewer: Viewer = ANONYMOUS,
    name: str = "Made",
    before: Callable[[], None] = lambda: None,
) -> Compared:
    """Ask the ordinary executor and, if there is one, the plan: `before` is called before it runs.

    Also with bounds on objects: just as many as there are, and one less.
    """
    node = parse(document)
    operation = next(
        d
        for d in node.definitions
        if isinstance(d, OperationDefinitionNode) and d.name and d.name.value == name
    )
    language = Language.HI if operation.directives else Language.EN
    moment = Context(Images()).now

    def new_context(most: int = UNBOUNDED) -> Context:
        """The same request anew. Answers tell of the moment they are given at."""
        context = Context(images=Images(), language=language, requester=Requester(viewer))
        context._now, context.max_objects, context.max_bytes = moment, most, UNBOUNDED
        return context

    ordinary, other = new_context(), new_context()
    result = await executed(schema.core, node, ordinary, variables, name)
    try:
        plan, arguments = planned(schema, node, operation, variables, language)
    except Unsupported as why:
        return Compared(False, True, str(why))
    except GraphQLError as error:
        return Compared(True, bool(result.errors), f"not compiled: {error!r}")
    try:
        before()
        data = await plan.run(arguments, other)
    except Exception as surprise:
        # Then the ordinary executor answers; without an error of its own that would be a waste.
        return Compared(True, bool(result.errors), f"gave up: {surprise!r}")
    if result.errors:
        return Compared(True, False, f"an error was missed: {result.errors}")
    answer = orjson.dumps(data)
    same = answer == orjson.dumps(result.data) and other.languages_used == ordinary.languages_used
    if other.is_counted:
        same &= other.objects == objects_in(answer) == ordinary.objects
    said = f"{data} {other.languages_used} {other.objects}\n{result.data} {ordinary.languages_used}"
    if not same or not ordinary.objects:
        return Compared(True, same, said, other.is_counted)
    refused = await executed(schema.core, node, new_context(ordinary.objects - 1), variables, name)
    just = await executed(schema.core, node, new_context(ordinary.objects), variables, name)
    if just.errors or [each.extensions for each in refused.errors or ()] != [
        {"code": "COST_LIMIT", "cost": {"limit": ordinary.objects - 1}}
    ]:
        return Compared(True, False, f"not {ordinary.objects} objects: {refused.errors}")
    handed_over = 0
    for again in (planned(schema, node, operation, variables, language)[0], plan):
        # Once it has run, tables and answers for their rows are there.
        before()
        other = new_context()
        same &= orjson.dumps(await again.run(arguments, other)) == answer
        if other.is_counted and other.objects != ordinary.objects:
            return Compared(True, False, f"counted {other.objects}, not {ordinary.objects}: {said}")
        try:
            before()
            data = await again.run(arguments, new_context(ordinary.objects))
            same &= orjson.dumps(data) == answer
        except AnswerTooLarge:
            handed_over += 1
        with suppress(AnswerTooLarge):
            before()
            await again.run(arguments, new_context(ordinary.objects - 1))
            return Compared(True, False, f"answered beyond {ordinary.objects - 1} objects: {said}")
    return Compared(True, same, said, other.is_counted, ordinary.objects, handed_over)


async def compare_told(
    document: str, variables: dict[str, Any], requester: Requester
) -> tuple[Compared, Any]:
    """Carry a mutation out by its plan, and have the ordinary executor tell of the same outcome.

    Also what the executor says.
    """
    node = parse(document)
    operation = next(d for d in node.definitions if isinstance(d, OperationDefinitionNode))
    language = Language.HI if operation.directives else Language.EN
    ordinary, own = (Context(Images(), language, requester) for _ in range(2))
    ordinary._now = own.now
    plan, arguments = planned(schema, node, operation, variables, language)
    data = surprise = None
    try:
        data = await plan.run(arguments, own)
    except Exception as error:
        surprise = error
    assert own.outcome is not None
    ordinary.outcome = own.outcome
    ordinary.begin_again(own.outcome)
    result: Any = execute(schema.core, node, context_value=ordinary, variable_values=variables)
    result = await result if hasattr(result, "__await__") else result
    if surprise is not None:
        found = Compared(True, bool(result.errors), f"gave up: {surprise!r}")
    elif result.errors:
        found = Compared(True, False, f"an error was missed: {result.errors}")
    else:
        same = (
            orjson.dumps(data) == orjson.dumps(result.data)
            and own.languages_used == ordinary.languages_used
        )
        said = f"{data} {own.languages_used}\n{result.data} {ordinary.languages_used}"
        found = Compared(True, same, said)
    return found, result.data
