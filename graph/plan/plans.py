"""The plans of an operation: one for each language and set of selection variables."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    Undefined,
    get_variable_values,
)
from graphql.execution.values import VariableValues, VariableValueSource

from commerce.core.texts.language import Language
from graph.plan.compile.unsupported import Unplanned, Unsupported
from graph.plan.inputs import Closer, Reading, Unread, coercer
from graph.plan.plan import Plan, Weigh, compile_plan
from graph.schema_parts import Schema

# Plans of one operation; and variables whose arguments are remembered, and the longest of those.
MAX_PLANS = 16
MAX_VARIABLES = 64
MAX_VARIABLES_BYTES = 2_000


@dataclass(frozen=True, slots=True)
class Ready:
    """A plan with arguments decoded from variables."""

    plan: Plan
    arguments: list[dict[str, Any]]


# What takes memory when arguments are remembered, besides these: in bytes, and in times the form.
READY_BYTES, FORM_TIMES = 500, 5
# A document with the operation that is looked at.
Read = Callable[[], tuple[DocumentNode, OperationDefinitionNode]]


class Plans:
    """Compiled plans of one operation, and the arguments of its recent variables.

    A plan belongs to the values its variables are coerced to, never to those that were sent: null,
    a default and junk mean what the schema says they mean. Those used last are kept, and only what
    has worked: variables that do not fit, or arguments that are refused, take no place. Arguments
    are kept when the same variables come a second time soon: a page of one product comes with
    another slug nearly each time.

    `head` is the operation without its selections, `read` gives all of it to be compiled; `weigh`
    is told the bytes that are taken and given back.
    """

    __slots__ = (
        "_add_bytes",
        "_answered",
        "_head",
        "_once",
        "_plans",
        "_read",
        "_schema",
        "_selection_variables",
        "_signatures",
    )  # fmt: skip

    def __init__(
        self,
        schema: Schema,
        head: OperationDefinitionNode,
        steering: tuple[str, ...],
        read: Read,
        weigh: Weigh,
    ) -> None:
        self._schema, self._head, self._selection_variables = schema, head, steering
        self._read, self._add_bytes = read, weigh
        self._plans: OrderedDict[tuple[Any, ...], Plan | Unsupported] = OrderedDict()
        self._answered: OrderedDict[tuple[Language, bytes], Ready] = OrderedDict()
        # Hashes of variables that have come once lately.
        self._once: set[int] = set()
        # Each variable that is read by a function of its type: its signature, and that function.
        self._signatures: dict[str, tuple[Any, Reading]] | None = None

    def ready(
        self, variables: Mapping[str, Any], form: bytes, language: Language
    ) -> Ready | Unsupported | None:
        """The plan with its arguments, or why there is none; None when a value does not fit.

        `form` is the variables as one text, the same for the same ones.
        """
        key = (language, form)
        found = self._answered.get(key)
        if found is not None:
            self._answered.move_to_end(key)
            return found
        if self._head.operation is OperationType.SUBSCRIPTION:
            return None
        given = self._quick(variables) or self._coerced(variables)
        if given is None:
            return None
        try:
            plan = self._plan(given, language)
            if isinstance(plan, Unsupported):
                return None if plan.reason is Unplanned.OPERATION else plan
            return Ready(plan, plan.decoded(given))
        except GraphQLError:
            # A directive or an argument that does not fit: the ordinary executor says so.
            return None

    def _coerced(self, variables: Mapping[str, Any]) -> VariableValues | None:
        """The coerced variables; None if one is invalid."""
        definitions = self._head.variable_definitions or ()
        given = get_variable_values(self._schema.core, definitions, dict(variables))
        if isinstance(given, list):
            return None
        if self._signatures is None:
            # Told by those of them that were sent: an operation is asked the same way again.
            self._signatures = {
                name: (source.signature, read)
                for name, source in given.sources.items()
                if (read := _reading(source.signature.type))
            }
        return given

    def _quick(self, variables: Mapping[str, Any]) -> VariableValues | None:
        """The fast path, where every variable has a plain value."""
        signatures = self._signatures
        if not signatures or len(signatures) != len(self._head.variable_definitions or ()):
            return None
        # Before any is read: they are read again by those who know what is meant by none.
        if any(variables.get(name) is None for name in signatures):
            return None
        sources: dict[str, Any] = {}
        coerced: dict[str, Any] = {}
        for name, (signature, read) in signatures.items():
            value: Any = variables[name]
            try:
                coerced[name] = read(value)
            except Closer:
                return None
            sources[name] = VariableValueSource(signature, value)
        return VariableValues(sources, coerced)

    def keep(self, form: bytes, language: Language, ready: Ready) -> None:
        """Remember the arguments that an answer came of; what somebody wrote is not remembered."""
        if self._head.operation is not OperationType.QUERY:
            return
        key = (language, form)
        if key in self._answered or len(form) > MAX_VARIABLES_BYTES or not self._is_again(key):
            return
        self._answered[key] = ready
        taken = _bytes_of(form, ready)
        if len(self._answered) > MAX_VARIABLES:
            (_, oldest), before = self._answered.popitem(last=False)
            taken -= _bytes_of(oldest, before)
        self._add_bytes(taken)

    def _is_again(self, key: tuple[Language, bytes]) -> bool:
        """Whether these variables have come before, among the last few."""
        number = hash(key)
        if number in self._once:
            return True
        if len(self._once) >= MAX_VARIABLES:
            self._once.clear()
        self._once.add(number)
        return False

    def _plan(self, given: VariableValues, language: Language) -> Plan | Unsupported:
        """The plan for coerced variables. Raises GraphQLError where a directive does not fit."""
        steered = [given.coerced.get(name, Undefined) for name in self._selection_variables]
        key = (language, *steered)
        found = self._plans.get(key)
        if found is not None:
            self._plans.move_to_end(key)
            return found
        try:
            document, operation = self._read()
            found = compile_plan(
                self._schema, document, operation, given, language, self._add_bytes
            )
        except Unsupported as reason:
            # Its frames lead to all that was parsed.
            found = reason.with_traceback(None)
        self._plans[key] = found
        if len(self._plans) > MAX_PLANS:
            _, oldest = self._plans.popitem(last=False)
            self._drop(oldest)
        return found

    def _drop(self, plan: Plan | Unsupported) -> None:
        """Drop a plan and its cached arguments."""
        if isinstance(plan, Plan):
            for key in [key for key, ready in self._answered.items() if ready.plan is plan]:
                self._add_bytes(-_bytes_of(key[1], self._answered.pop(key)))
            plan.forget()

    def rest(self) -> None:
        """Compress the code of all plans."""
        self._clear()
        for plan in self._plans.values():
            if isinstance(plan, Plan):
                plan.rest()

    def _clear(self) -> None:
        self._add_bytes(-sum(_bytes_of(key[1], ready) for key, ready in self._answered.items()))
        self._answered.clear()

    def forget(self) -> None:
        """Release all code at once; the garbage collector would take long."""
        self._clear()
        for plan in self._plans.values():
            if isinstance(plan, Plan):
                plan.forget()
        self._plans.clear()


def _reading(kind: Any) -> Reading | None:
    try:
        return coercer(kind)
    except Unread:
        return None


def _bytes_of(form: bytes, ready: Ready) -> int:
    return READY_BYTES + FORM_TIMES * len(form) + ready.plan.arguments_bytes
