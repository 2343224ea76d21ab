"""A compiled operation."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from graphql import DocumentNode, OperationDefinitionNode, OperationType, get_variable_values

from commerce.language import Language
from graph.context import Context
from graph.plan.compiler import Compiler, NotPlanned, Unplanned
from graph.plan.run import Asked, Level, Run


class Plan:
    """Answers one operation. `source` is the code that does it, for people to read."""

    def __init__(self, compiler: Compiler, operation: OperationDefinitionNode) -> None:
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
        self._calls = compiler.arguments
        self._first: list[dict[str, Any]] = []
        self._running, self._is_forgotten = 0, False

    def decoded(self, given: Any) -> list[dict[str, Any]]:
        """The arguments of all calls for coerced variables. Raises GraphQLError."""
        found = self._calls.decoded(given, self._first)
        self._first = self._first or found
        return found

    async def run(self, arguments: list[dict[str, Any]], context: Context) -> dict[str, Any]:
        """The answer's `data`. Raises whatever goes wrong: then the ordinary executor answers."""
        asked = [Asked(context, names, columns) for names, columns in self._asked]
        run = Run(context, arguments, asked)
        self._running += 1
        try:
            (answer,) = await self._level.every((None,), run)
        finally:
            self._running -= 1
            if self._is_forgotten:
                self.forget()
        run.close()
        return answer

    def forget(self) -> None:
        """Let go of its code, which refers to itself, once nobody runs it any more."""
        self._is_forgotten = True
        if not self._running:
            self._namespace.clear()


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
    given: Any,
    language: Language,
) -> Plan:
    """The plan of a query for answers in one language, `given` its coerced variables.

    Raises NotPlanned for what plans do not take, GraphQLError for a directive that does not fit.
    """
    if operation.operation is not OperationType.QUERY:
        raise NotPlanned(Unplanned.OPERATION, operation.operation.value)
    return Plan(Compiler(schema, document, operation, given, language), operation)


def planned(
    schema: Any,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    language: Language,
) -> tuple[Plan, list[dict[str, Any]]]:
    """A plan and its arguments for variables as they are sent. Raises like `compile_plan`."""
    definitions = operation.variable_definitions or ()
    given = get_variable_values(schema.core, definitions, dict(variables))
    if isinstance(given, list):
        raise given[0]
    plan = compile_plan(schema, document, operation, given, language)
    return plan, plan.decoded(given)
