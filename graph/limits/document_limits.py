"""Limits on documents, measured before validation.

Validation compares fields of one name with each other, all with all: what it is given has to be
bounded first. Fields are counted as they are answered: fragments spread, and what is one in the
answer taken together.
"""

from collections import Counter
from collections.abc import Sequence

from graphql import (
    DocumentNode,
    ExecutableDefinitionNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
)

from commerce.core.texts.input_texts import Texts
from graph.document import Fragments, Merged, Sets, below, fragments_of, merged_fields
from graph.error_texts import (
    DEPTH,
    FIELDS,
    FRAGMENTS,
    MUTATION_FIELDS,
    NAME_CHARACTERS,
    OPERATIONS,
    REPEATED,
    SCHEMA_ALONE,
    SCHEMA_FIELDS_ONCE,
    SCHEMA_ONCE,
    TOO_MANY_FIELDS,
    filled,
)
from graph.errors import Code, coded_error
from graph.limits.query_limits import (
    MAX_DEPTH,
    MAX_FRAGMENTS,
    MAX_MUTATIONS,
    MAX_NAME_CHARACTERS,
    MAX_OPERATIONS,
    MAX_REPEATED_FIELDS,
    MAX_REPEATED_VALUES,
    MAX_SELECTIONS,
)

INTROSPECTION = ("__schema", "__type")


class _TooMuchError(Exception):
    """The document asks too much; the texts say of what."""

    def __init__(self, texts: Texts) -> None:
        super().__init__(texts[0])
        self.texts = texts


def document_errors(document: DocumentNode) -> list[GraphQLError]:
    """Errors of a parsed document; empty if it may be validated."""
    operations = [
        each for each in document.definitions if isinstance(each, OperationDefinitionNode)
    ]
    fragments = sum(isinstance(each, FragmentDefinitionNode) for each in document.definitions)
    try:
        _check(len(operations), MAX_OPERATIONS, OPERATIONS)
        _check(fragments, MAX_FRAGMENTS, FRAGMENTS)
        _check(_longest_name(document), MAX_NAME_CHARACTERS, NAME_CHARACTERS)
        for operation in operations:
            _Measured(fragments_of(document), operation)
    except _TooMuchError as error:
        return [coded_error(error.texts, Code.COST_LIMIT)]
    return []


def _longest_name(document: DocumentNode) -> int:
    """Of operations, fragments and variables, which errors and logs name: in characters."""
    longest = 0
    for each in document.definitions:
        if isinstance(each, ExecutableDefinitionNode):
            names = [one.variable.name for one in each.variable_definitions or ()]
            names += [each.name] if each.name else []
            longest = max([longest, *(len(name.value) for name in names)])
    return longest


def _check(number: int, most: int, what: Texts) -> None:
    if number > most:
        raise _TooMuchError(filled(TOO_MANY_FIELDS, most=most, what=what))


class _Measured:
    """One operation gone through as it is answered; stops at the first thing too much."""

    def __init__(self, fragments: Fragments, operation: OperationDefinitionNode) -> None:
        self._fragments = fragments
        self._selections = 0
        root = merged_fields([operation.selection_set], "", fragments)
        if operation.operation is OperationType.MUTATION:
            _check(len(root), MAX_MUTATIONS, MUTATION_FIELDS)
        _check_introspection(root)
        self._level([operation.selection_set], 1)

    def _level(self, sets: Sets, depth: int) -> None:
        """One object of the answer: its fields, and what is below each."""
        if not sets:
            return
        _check(depth, MAX_DEPTH, DEPTH)
        merged = merged_fields(sets, "", self._fragments)
        self._count(merged)
        for nodes in merged.values():
            inner = below(nodes)
            if nodes[0].name.value in INTROSPECTION:
                self._introspection(inner, depth + 1)
            elif inner:
                self._level(inner, depth + 1)

    def _count(self, merged: Merged) -> None:
        """Fields of one name are compared with each other whatever type they are selected on."""
        nodes_of: Counter[str] = Counter()
        keys_of: Counter[tuple[str, str]] = Counter()
        for (kind, key), nodes in merged.items():
            name = nodes[0].name.value
            _check(max(len(key), len(name)), MAX_NAME_CHARACTERS, NAME_CHARACTERS)
            self._selections += len(nodes)
            nodes_of[name] += len(nodes)
            keys_of[kind, name] += 1 if nodes[0].selection_set is None else len(nodes)
            if keys_of[kind, name] > MAX_REPEATED_FIELDS:
                raise _repeated(name, MAX_REPEATED_FIELDS)
            if nodes_of[name] > MAX_REPEATED_VALUES:
                raise _repeated(name, MAX_REPEATED_VALUES)
        _check(self._selections, MAX_SELECTIONS, FIELDS)

    def _introspection(self, sets: Sets, depth: int) -> None:
        """The schema has thousands of things below each field: nothing is asked for twice."""
        if not sets:
            return
        _check(depth, MAX_DEPTH, DEPTH)
        merged = merged_fields(sets, "", self._fragments)
        self._count(merged)
        if len({nodes[0].name.value for nodes in merged.values()}) < len(merged):
            raise _TooMuchError(SCHEMA_FIELDS_ONCE)
        for nodes in merged.values():
            self._introspection(below(nodes), depth + 1)


def _repeated(name: str, most: int) -> _TooMuchError:
    return _TooMuchError(filled(REPEATED, most=most, name=name[:100]))


def _check_introspection(root: Merged) -> None:
    names = [nodes[0].name.value for nodes in root.values()]
    asked = [name for name in names if name in INTROSPECTION]
    if not asked:
        return
    if len(asked) > 1:
        raise _TooMuchError(SCHEMA_ONCE)
    if any(name not in (*INTROSPECTION, "__typename") for name in names):
        raise _TooMuchError(SCHEMA_ALONE)


def is_introspection(fields: Sequence[str]) -> bool:
    """Whether an operation that begins with these fields asks for the schema."""
    return "__schema" in fields or "__type" in fields
