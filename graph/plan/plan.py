"""A compiled operation."""

from collections.abc import Mapping
from typing import Any

from graphql import DocumentNode, OperationDefinitionNode, get_variable_values

from graph.context import Context
from graph.plan.compiler import Compiler, NotPlanned
from graph.plan.run import Asked, Level, Run, Surprise


class Plan:
    """Answers one operation. `source` is the code that does it, for people to read."""

    def __init__(self, compiler: Compiler, operation: OperationDefinitionNode, core: Any) -> None:
        root = compiler.root()
        self.source = "\n".join(compiler.source)
        exec(compile(self.source, "<plan>", "exec"), compiler.namespace)  # noqa: S102 - our own
        self._level: Level = compiler.namespace[root.name]
        self._compiler, self._operation, self._core = compiler, operation, core
        self._variable = bool(operation.variable_definitions)
        # Arguments without variables are decoded once.
        self._decoded: list[dict[str, Any]] = []

    async def run(self, variables: Mapping[str, Any], context: Context) -> dict[str, Any]:
        """The answer's `data`. Raises whatever goes wrong: then the ordinary executor answers."""
        arguments = self._decoded
        if self._variable or not arguments:
            given = get_variable_values(
                self._core, self._operation.variable_definitions or (), dict(variables)
            )
            if isinstance(given, list):
                raise Surprise("variables that do not fit")
            arguments = self._decoded = self._compiler.decoded(given, self._decoded)
        asked = [Asked(context, names, columns) for names, columns in self._compiler.asked]
        run = Run(context, arguments, asked)
        (answer,) = await self._level.every((None,), run)
        run.close()
        return answer


def compile_plan(
    schema: Any,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> Plan | None:
    """The plan of a query; None for what plans do not take."""
    if operation.operation.value != "query":
        return None
    given = get_variable_values(schema.core, operation.variable_definitions or (), dict(variables))
    if isinstance(given, list):
        return None
    try:
        return Plan(Compiler(schema, document, operation, given), operation, schema.core)
    except NotPlanned:
        return None
