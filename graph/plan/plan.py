"""A compiled operation."""

from collections import OrderedDict
from collections.abc import Mapping
from functools import partial
from typing import Any

import orjson
from graphql import DocumentNode, OperationDefinitionNode, get_variable_values

from commerce.language import Language
from graph.context import Context
from graph.plan.compiler import Compiler, NotPlanned
from graph.plan.run import Asked, Level, Run, Surprise

# Variables whose arguments are remembered, per plan; and the longest, in bytes.
MOST_VARIABLES = 64
LONGEST_VARIABLES = 2_000


class Plan:
    """Answers one operation. `source` is the code that does it, for people to read."""

    def __init__(self, compiler: Compiler, operation: OperationDefinitionNode, core: Any) -> None:
        root = compiler.root()
        self.source = "\n".join(compiler.source)
        stubs = {text: f"{name} = seldom({name!r})\n" for name, text in compiler.seldom.items()}
        often = "\n".join(stubs.get(text, text) for text in compiler.source)
        compiler.namespace["seldom"] = partial(_seldom, compiler.namespace, compiler.seldom)
        _execute(often, compiler.namespace)
        self._namespace = compiler.namespace
        # Whether the answer is the same for ever: it has the names of types and nothing else.
        self.is_fixed = (
            root.is_at_hand
            and root.is_constant
            and not root.needs
            and not operation.variable_definitions
        )
        self._level: Level = compiler.namespace[root.name]
        self._asked = compiler.asked
        self._calls, self._operation, self._core = compiler.arguments, operation, core
        self._decoded: OrderedDict[bytes, list[dict[str, Any]]] = OrderedDict()
        self._any: list[dict[str, Any]] = []

    async def run(self, variables: Mapping[str, Any], context: Context) -> dict[str, Any]:
        """The answer's `data`. Raises whatever goes wrong: then the ordinary executor answers."""
        arguments = self._arguments(variables)
        asked = [Asked(context, names, columns) for names, columns in self._asked]
        run = Run(context, arguments, asked)
        (answer,) = await self._level.every((None,), run)
        run.close()
        return answer

    def forget(self) -> None:
        """Let go of its code at once, which refers to itself; a run under way gives up."""
        self._namespace.clear()

    def _arguments(self, variables: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The decoded arguments; those of the last few variables are remembered."""
        form = orjson.dumps(variables) if variables else b""
        found = self._decoded.get(form)
        if found is not None:
            self._decoded.move_to_end(form)
            return found
        given = get_variable_values(
            self._core, self._operation.variable_definitions or (), dict(variables)
        )
        if isinstance(given, list):
            raise Surprise("variables that do not fit")
        found = self._any = self._calls.decoded(given, self._any)
        if len(form) <= LONGEST_VARIABLES:
            self._decoded[form] = found
            if len(self._decoded) > MOST_VARIABLES:
                self._decoded.popitem(last=False)
        return found


def _seldom(namespace: dict[str, Any], sources: dict[str, str], name: str) -> Any:
    """A function of a plan that is compiled when it is first called."""
    found: list[Any] = []

    async def call(*arguments: Any) -> Any:
        if not found:
            _execute(sources[name], namespace)
            found.append(namespace[name])
        return await found[0](*arguments)

    return call


def _execute(source: str, namespace: dict[str, Any]) -> None:
    exec(compile(source, "<plan>", "exec"), namespace)  # noqa: S102 - our own


def compile_plan(
    schema: Any,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    language: Language,
) -> Plan | None:
    """The plan of a query for answers in one language; None for what plans do not take."""
    if operation.operation.value != "query":
        return None
    given = get_variable_values(schema.core, operation.variable_definitions or (), dict(variables))
    if isinstance(given, list):
        return None
    try:
        compiler = Compiler(schema, document, operation, given, language)
        return Plan(compiler, operation, schema.core)
    except NotPlanned:
        return None
