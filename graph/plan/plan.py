"""A compiled operation."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from graphql import DocumentNode, OperationDefinitionNode, OperationType, get_variable_values
from graphql.execution.values import VariableValues

from commerce.core.texts.language import Language
from graph.context import Context
from graph.plan.compile.compiler import Compiler
from graph.plan.compile.unsupported import Unplanned, Unsupported
from graph.plan.packed import code_bytes, packed, unpacked
from graph.plan.runtime import FUNCTIONS
from graph.plan.runtime.levels import SelectionCode
from graph.plan.runtime.run import ResolveInfo, Run
from graph.schema_parts import Schema

# What takes memory beside code, in bytes: a name it uses, and the plan itself; and what a plan at
# work has besides.
NAME_BYTES, PLAN_BYTES, WORK_BYTES = 150, 1_000, 4_000
# A character of the source of what is compiled when it first runs.
SELDOM_BYTES = 5
# Told how many bytes something takes more, or less.
Weigh = Callable[[int], None]


def _unweighed(number: int) -> None:
    """Used where nobody counts the memory of a plan."""


class Plan:
    """Answers one operation by compiled code.

    Seldom used it rests: its code is packed, to some tenth, until it runs again. `weigh` is told
    how many bytes of memory are taken, or given back.
    """

    __slots__ = (
        "__weakref__",
        "_add_bytes",
        "_awake",
        "_cached_bytes",
        "_calls",
        "_first",
        "_infos",
        "_is_forgotten",
        "_level",
        "_namespace",
        "_packed",
        "_root",
        "_running",
        "bytes",
        "is_counted",
        "is_fixed",
        "is_mutation",
        "named",
        "source",
    )  # fmt: skip

    def __init__(
        self, compiler: Compiler, operation: OperationDefinitionNode, weigh: Weigh = _unweighed
    ) -> None:
        root = compiler.root()
        # Whether to run it does something, which is to be done once.
        self.is_mutation = operation.operation is OperationType.MUTATION
        # Whether the answer is the same for ever: it has the names of types and nothing else.
        self.is_fixed = (
            root.is_sync
            and root.is_constant
            and not root.needs
            and not operation.variable_definitions
        )
        # Whether its objects can be counted while they are made.
        self.is_counted = compiler.is_counted
        # Its code for people to read, which only `planned` sets, and what names in it stand for.
        self.source, self.named = "", compiler.named
        self._root, self._infos = root.name, compiler.infos
        self._calls = compiler.arguments
        self._first: list[dict[str, Any]] = []
        self._running, self._is_forgotten = 0, False
        stubs = {text: f"{name} = seldom({name!r})\n" for name, text in compiler.lazy.items()}
        often = "\n".join(stubs.get(text, text) for text in compiler.source)
        self._packed = packed(often, compiler.lazy)
        self._namespace: dict[str, Any] = {}
        self._level: SelectionCode | None = None
        # Bytes its code takes while it is at work, and its answers for rows that are held.
        self._awake = self._cached_bytes = 0
        self.bytes = 0
        self._add_bytes = weigh
        named = len(self.named) * NAME_BYTES + self._calls.bytes
        self._grow(len(self._packed) + named + PLAN_BYTES)
        # Compiled code that was written out keeps a copy of itself; what is read again does not.
        self._woken()

    @property
    def arguments_bytes(self) -> int:
        """The memory the arguments take that are decoded for some variables."""
        return self._calls.decoded_bytes

    def decoded(self, given: VariableValues) -> list[dict[str, Any]]:
        """The arguments of all calls for coerced variables. Raises GraphQLError."""
        found = self._calls.decoded(given, self._first)
        self._first = self._first or self._calls.remembered(found)
        return found

    async def run(self, arguments: list[dict[str, Any]], context: Context) -> dict[str, Any]:
        """The answer's `data`. Raises whatever goes wrong: then the ordinary executor answers."""
        level = self._level or self._woken()
        asked = [ResolveInfo(context, *each) for each in self._infos]
        run = Run(context, arguments, asked)
        self._running += 1
        try:
            (answer,) = await level.async_all((None,), run)
        finally:
            self._running -= 1
            if self._is_forgotten:
                self.forget()
            elif run.cached_bytes:
                self._cached_bytes += run.cached_bytes
                self._grow(run.cached_bytes)
        run.close()
        context.objects, context.is_counted = run.objects, self.is_counted
        return answer

    def rest(self) -> None:
        """Compress its code, unless it is running."""
        if self._level is not None and not self._running:
            self._level = None
            self._namespace.clear()
            self._grow(-self._awake - self._cached_bytes)
            self._cached_bytes = 0

    def _woken(self) -> SelectionCode:
        code, seldom = unpacked(self._packed)
        namespace = {**FUNCTIONS, **self.named}
        namespace["seldom"] = partial(_seldom, namespace, seldom)
        exec(code, namespace)  # noqa: S102 - our own
        self._namespace = namespace
        level: SelectionCode = namespace[self._root]
        self._level = level
        later = sum(map(len, seldom.values())) * SELDOM_BYTES
        self._awake = WORK_BYTES + code_bytes(code) + later
        self._grow(self._awake)
        return level

    def _grow(self, number: int) -> None:
        self.bytes += number
        self._add_bytes(number)

    def forget(self) -> None:
        """Release its code, which is cyclic, once it is no longer running."""
        if not self._is_forgotten:
            self._is_forgotten = True
            self._grow(-self.bytes)
            self._add_bytes = _unweighed
        if not self._running:
            self._level = None
            self._namespace.clear()


def _seldom(namespace: dict[str, Any], sources: Mapping[str, str], name: str) -> Any:
    """A function of a plan that is compiled on its first call."""
    found: list[Any] = []

    async def call(*arguments: Any) -> Any:
        if not found:
            exec(compile(sources[name], "<plan>", "exec"), namespace)  # noqa: S102 - our own
            found.append(namespace[name])
        return await found[0](*arguments)

    return call


def compile_plan(
    schema: Schema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    given: VariableValues,
    language: Language,
    weigh: Weigh = _unweighed,
) -> Plan:
    """The plan of an operation for answers in one language, `given` its coerced variables.

    Raises NotPlanned for what plans do not take, GraphQLError for a directive that does not fit.
    """
    return Plan(_compiler(schema, document, operation, given, language), operation, weigh)


def _compiler(
    schema: Schema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    given: VariableValues,
    language: Language,
) -> Compiler:
    if operation.operation is OperationType.SUBSCRIPTION:
        raise Unsupported(Unplanned.OPERATION, operation.operation.value)
    return Compiler(schema, document, operation, given, language)


def planned(
    schema: Schema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    language: Language,
) -> tuple[Plan, list[dict[str, Any]]]:
    """A plan with its source, and its arguments for variables as they are sent.

    Raises like `compile_plan`.
    """
    definitions = operation.variable_definitions or ()
    given = get_variable_values(schema.core, definitions, dict(variables))
    if isinstance(given, list):
        raise given[0]
    compiler = _compiler(schema, document, operation, given, language)
    plan = Plan(compiler, operation)
    plan.source = "\n".join(compiler.source)
    return plan, plan.decoded(given)
