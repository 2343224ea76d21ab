"""Documents, parsed and validated once."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
    validate,
)

from commerce.language import Language, negotiate
from graph.caching import seconds_kept
from graph.document import root_fields
from graph.document_limits import document_errors, is_introspection
from graph.error_texts import TOO_COSTLY, UNTOLD, filled
from graph.errors import Code, TextsError, coded
from graph.input_limits import DocumentInputs, Inputs, VariableLimits
from graph.plan import Plans, steering
from graph.query_cost import UNBOUNDED, Cost
from graph.query_limits import MAX_POINTS, MAX_TOKENS, MAX_VALIDATION_ERRORS
from server.answers import Answer
from server.errors import short
from server.language import Wish, wishes_of
from server.request_bounds import MAX_DOCUMENT_CHARACTERS

# Characters of all documents remembered. Parsed, with their plans, they take some two hundred
# times as much.
MAX_DOCUMENTS_CHARACTERS = 100_000
# Characters of what is told of documents that may not run; each counts as so many more.
MAX_REFUSALS_CHARACTERS = 200_000
REFUSAL_CHARACTERS = 400


class Operation:
    """An operation of a document, with its plans."""

    __slots__ = ("_cost", "_kept", "_limits", "_plans", "_roots", "fixed", "node", "told")

    def __init__(self, node: OperationDefinitionNode) -> None:
        self.node = node
        self._cost: Cost | None = None
        self._limits: VariableLimits | None = None
        self._roots: tuple[str, ...] | None = None
        # Answers that are the same for ever, by language.
        self.fixed: dict[Language, Answer] = {}
        self._plans: Plans | None = None
        # Why its plans gave up, as far as the log was told.
        self.told: set[str] = set()
        self._kept: tuple[int | None] | None = None

    @property
    def title(self) -> str:
        """What it is called in the log."""
        name = self.node.name
        return f"query {name.value}" if name else "a query without a name"

    def plans(self, schema: Any, document: "Document") -> Plans:
        """Its plans, made when they are first asked for."""
        if self._plans is None:
            assert document.node is not None
            self._plans = Plans(schema, document.node, self.node, document.steering)
        return self._plans

    def variables(self, document: "Document", given: dict[str, Any]) -> dict[str, Any]:
        """The values of its variables. Raises BAD_USER_INPUT for what is too much anywhere."""
        if self._limits is None:
            assert document.inputs is not None
            self._limits = document.inputs.variables(self.node)
        found = self._limits.declared(given)
        self._limits.check(found)
        return found

    def points(
        self, schema: GraphQLSchema, document: "Document", variables: Mapping[str, Any]
    ) -> int:
        """What it may cost. Raises COST_LIMIT when that is too much."""
        if self._cost is None:
            assert document.node is not None
            self._cost = Cost(schema, document.node, self.node)
        points = self._cost.points(variables)
        if points > MAX_POINTS:
            told = str(points) if points < UNBOUNDED else UNTOLD
            raise coded(
                filled(TOO_COSTLY, most=MAX_POINTS, points=told),
                Code.COST_LIMIT,
                cost={"requested": points, "limit": MAX_POINTS},
            )
        return points

    def roots(self, document: "Document") -> tuple[str, ...]:
        """The fields it begins with, through fragments, each as often as it is asked for."""
        if self._roots is None:
            assert document.node is not None
            self._roots = root_fields(document.node, self.node)
        return self._roots

    def is_introspection(self, document: "Document") -> bool:
        """Whether it asks for the schema, and then for nothing else."""
        return is_introspection(self.roots(document))

    def forget(self) -> None:
        if self._plans is not None:
            self._plans.forget()

    def seconds_kept(self, schema: GraphQLSchema, document: "Document") -> int | None:
        """Seconds a shared cache may keep the answer; None when it is private."""
        if self._kept is None:
            if document.node is None:
                return None
            self._kept = (seconds_kept(schema, document.node, self.node),)
        return self._kept[0]


@dataclass(slots=True)
class Document:
    """A document that may run, or the errors for which it may not."""

    node: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()
    steering: tuple[str, ...] = ()
    inputs: DocumentInputs | None = None
    operations: dict[str | None, Operation] = field(default_factory=dict)
    # Of a refused one: what its operations say of the language, by their names.
    wishes: Mapping[str | None, Wish] = field(default_factory=dict)

    def language(self, name: str | None, variables: Mapping[str, Any], accepted: str) -> Language:
        """What whoever reads its errors reads, as far as that can be told."""
        wishes = self.wishes if self.node is None else wishes_of(self.node)
        wish = wishes.get(name) or (next(iter(wishes.values())) if len(wishes) == 1 else None)
        return negotiate(accepted) if wish is None else wish.language(variables, accepted)

    def operation(self, name: str | None) -> Operation:
        """The operation to run. Raises OPERATION_RESOLUTION_FAILURE when that is not clear."""
        known = self.operations.get(name)
        if known is not None:
            return known
        found = [
            each
            for each in (self.node.definitions if self.node else ())
            if isinstance(each, OperationDefinitionNode)
            and (not name or (each.name and each.name.value == name))
        ]
        if len(found) == 1:
            made = self.operations[name] = Operation(found[0])
            return made
        said = "has no operation of that name" if name else "has several operations: name one"
        if not name and not found:
            said = "has no operation"
        raise coded(f"The document {said}.", Code.OPERATION_UNRESOLVED)

    def forget(self) -> None:
        """Let go of the plans, for which the collector would take long."""
        for operation in self.operations.values():
            operation.forget()


class Refusals:
    """Why documents may not run, by their hashes, the latest ones: to find out is dear."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, tuple[Document, int]] = OrderedDict()
        self.size = 0

    def get(self, text: str) -> Document | None:
        if not self._known:
            return None
        found = self._known.get(_digest(text))
        return found[0] if found is not None else None

    def keep(self, text: str, document: Document) -> Document:
        """The document as it is kept: with its errors alone, and they without what they are of."""
        wishes = document.wishes if document.node is None else wishes_of(document.node)
        errors = tuple(_light(error) for error in document.errors)
        kept = Document(None, errors, wishes=wishes)
        size = sum(REFUSAL_CHARACTERS + len(error.message) for error in kept.errors)
        self._known[_digest(text)] = kept, size
        self.size += size
        while self.size > MAX_REFUSALS_CHARACTERS:
            _, (_, its_size) = self._known.popitem(last=False)
            self.size -= its_size
        return kept


class Documents:
    """The documents of one schema, the lately used ones remembered."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema, self._inputs = schema, Inputs(schema)
        self._known: OrderedDict[str, Document] = OrderedDict()
        self._size = 0
        self._refusals = Refusals()

    def known(self, text: str) -> Document | None:
        """A document that was read lately."""
        return self._known.get(text) or self._refusals.get(text)

    def get(self, text: str) -> Document:
        if (known := self._known.get(text)) is not None:
            self._known.move_to_end(text)
            return known
        if (refused := self._refusals.get(text)) is not None:
            return refused
        document = self._read(text)
        if document.errors:
            return self._refusals.keep(text, document)
        if len(text) <= MAX_DOCUMENT_CHARACTERS:
            self._known[text] = document
            self._size += len(text)
            while self._size > MAX_DOCUMENTS_CHARACTERS:
                oldest, forgotten = self._known.popitem(last=False)
                self._size -= len(oldest)
                forgotten.forget()
        return document

    def _read(self, text: str) -> Document:
        try:
            node = parse(text, max_tokens=MAX_TOKENS)
        except GraphQLSyntaxError as error:
            return Document(None, (_with_code(error, Code.PARSE_FAILED),))
        except RecursionError:
            return Document(None, (coded("The document is too deep.", Code.PARSE_FAILED),))
        if too_much := document_errors(node):
            return Document(None, tuple(too_much), wishes=wishes_of(node))
        _unchain(node)
        errors = validate(
            self._schema, node, max_errors=MAX_VALIDATION_ERRORS, hide_suggestions=True
        )
        told = [_with_code(error, Code.VALIDATION_FAILED) for error in errors]
        inputs = None if told else DocumentInputs(self._inputs, self._schema, node)
        return Document(
            node,
            tuple(told or (inputs.errors if inputs else ())),
            steering=tuple(sorted(steering(node))),
            inputs=inputs,
        )


def _unchain(node: DocumentNode) -> None:
    """Take apart the chain of tokens, which refer to each other and which nobody reads again."""
    token = node.loc.start_token if node.loc else None
    while token is not None:
        following, token.prev, token.next = token.next, None, None
        token = following


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()


def _light(error: GraphQLError) -> GraphQLError:
    """The same to read, without the document and the source it leads to."""
    path, extensions = error.path, error.extensions
    if isinstance(error, TextsError):
        light: GraphQLError = TextsError(error.texts, path=path, extensions=extensions)
    else:
        light = GraphQLError(short(error.message), path=path, extensions=extensions)
    light.locations = error.locations
    return light


def _with_code(error: GraphQLError, code: Code) -> GraphQLError:
    error.extensions = {**(error.extensions or {}), "code": code.value}
    return error
