"""Documents, parsed and validated once."""

import hashlib
import sys
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator

from cachetools import LRUCache
from graphql import GraphQLError, GraphQLSyntaxError, parse, validate

from graph.errors import Code, TextsError, coded_error
from graph.inputs.input_limits import DocumentInputs, Inputs
from graph.limits.document_limits import document_errors
from graph.limits.query_limits import MAX_TOKENS, MAX_VALIDATION_ERRORS
from graph.schema_parts import Schema
from server.documents.document import Document
from server.documents.errors import short
from server.documents.language import language_sources
from server.requests.request_bounds import MAX_DOCUMENT_CHARACTERS
from server.time_limits.long_work import LongWork

# Estimated memory of all cached documents with their plans.
MAX_DOCUMENTS_BYTES = 40 * 2**20
# The share of it that documents used once may keep from those used again.
PROBATION_SHARE = 1 / 8
# A document that was used once and not again for so long will not be.
PROBATION_SECONDS = 120.0
# Documents used again that stay compiled while those used once may still come again: as many as
# fit beside the 300 of an app at rest.
MIN_AT_WORK = 6
# Characters of all cached error messages; each message counts as so many more.
MAX_REFUSALS_CHARACTERS = 200_000
REFUSAL_CHARACTERS = 400


class Refusals:
    """Errors of invalid documents by the hash of the document: validation takes long."""

    def __init__(self) -> None:
        self._documents: LRUCache[bytes, Document] = LRUCache(MAX_REFUSALS_CHARACTERS, _size_of)

    def get(self, text: str) -> Document | None:
        # Most processes have none, and hashing a document is not free.
        return self._documents.get(_digest(text)) if self._documents else None

    def keep(self, text: str, document: Document) -> Document:
        """The document as cached: only its errors, without the nodes they refer to."""
        errors = tuple(_light(error) for error in document.errors)
        refused = Document("", None, errors, sources=document.language_sources)
        self._documents[_digest(text)] = refused
        return refused


class Segment:
    """Documents by text, compiled ones and resting ones, each least recently used first.

    `make_room` is called when one of them takes more memory.
    """

    def __init__(self, make_room: Callable[[Document], None]) -> None:
        self.make_room = make_room
        self._at_work: OrderedDict[str, Document] = OrderedDict()
        self._resting: OrderedDict[str, Document] = OrderedDict()
        # When each of them came, the first first.
        self._since: OrderedDict[str, float] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._at_work) + len(self._resting)

    def __iter__(self) -> Iterator[Document]:
        yield from self._resting.values()
        yield from self._at_work.values()

    def peek(self, text: str) -> Document | None:
        return self._at_work.get(text) or self._resting.get(text)

    def get(self, text: str) -> Document | None:
        """A document that is about to be used, which compiles it again if it rested."""
        document = self._at_work.get(text)
        if document is not None:
            self._at_work.move_to_end(text)
            return document
        document = self._resting.pop(text, None)
        if document is not None:
            self._at_work[text] = document
        return document

    def add(self, document: Document) -> None:
        self._at_work[document.text] = document
        self._since[document.text] = time.monotonic()
        self.bytes += document.bytes
        document.segment = self

    def remove(self, document: Document) -> None:
        if self._at_work.pop(document.text, None) is None:
            del self._resting[document.text]
        del self._since[document.text]
        self.bytes -= document.bytes
        document.segment = None

    def has_waited(self, seconds: float) -> bool:
        """Whether the first one came longer ago."""
        first = next(iter(self._since.values()), None)
        return first is not None and first < time.monotonic() - seconds

    def rest_oldest(self, but: Document, at_work: int = 0) -> bool:
        """Let the least recently used rest, if more than `at_work` are compiled."""
        if len(self._at_work) <= at_work:
            return False
        others = (each for each in self._at_work.values() if each is not but)
        if (oldest := next(others, None)) is None:
            return False
        self._resting[oldest.text] = self._at_work.pop(oldest.text)
        oldest.rest()
        return True

    def forget_oldest(self, but: Document) -> bool:
        """Forget the one that has rested for longest; False if none rests."""
        others = (each for each in self._resting.values() if each is not but)
        if (oldest := next(others, None)) is None:
            return False
        self.remove(oldest)
        oldest.forget()
        return True


class Documents:
    """A segmented LRU cache of the documents of one schema.

    A document that is used again is protected: documents used once take the room of one another,
    beyond a share that is left to them. When there is no room, documents rest, which takes less
    memory; then those that have rested for longest are forgotten. An app uses its documents one
    after the other: one that is protected and wakes does not take the room of the next ones while
    other protected ones can rest.
    """

    def __init__(self, schema: Schema, max_bytes: int = MAX_DOCUMENTS_BYTES) -> None:
        self._schema, self._inputs, self._max_bytes = schema, Inputs(schema.core), max_bytes
        self._probation, self._protected = Segment(self._make_room), Segment(self._make_room)
        self._min_at_work = max(1, MIN_AT_WORK * max_bytes // MAX_DOCUMENTS_BYTES)
        self._refusals = Refusals()
        self.long_work = LongWork()

    def cached(self, text: str) -> Document | None:
        """A cached document, without using it."""
        return self._protected.peek(text) or self._probation.peek(text) or self._refusals.get(text)

    def used(self, text: str) -> Document | None:
        """A cached document that is about to be used."""
        document = self._protected.get(text)
        if document is not None:
            return document
        document = self._probation.get(text)
        if document is None:
            return self._refusals.get(text)
        self._probation.remove(document)
        self._protected.add(document)
        return document

    async def read(self, text: str, client: str) -> Document:
        """Read a new document when it is its client's turn."""
        async with self.long_work.turn(client, len(text)):
            return self.get(text)

    def get(self, text: str) -> Document:
        """A document that is about to be used, parsed and validated now if it is new."""
        cached = self.used(text)
        if cached is not None:
            return cached
        document = self._read(text)
        if document.errors:
            return self._refusals.keep(text, document)
        if len(text) <= MAX_DOCUMENT_CHARACTERS:
            self._probation.add(document)
            self._make_room(document)
        return document

    def __len__(self) -> int:
        return len(self._probation) + len(self._protected)

    def __iter__(self) -> Iterator[Document]:
        yield from self._probation
        yield from self._protected

    @property
    def bytes(self) -> int:
        """Estimated memory of all of them."""
        return self._probation.bytes + self._protected.bytes

    def _make_room(self, document: Document) -> None:
        """Reduce the memory of others; `document` is about to be used."""
        if document.segment is not None:
            document.segment.get(document.text)
        probation, protected = self._probation, self._protected
        least = self._max_bytes * PROBATION_SHARE
        spare = self._min_at_work if document.segment is protected else sys.maxsize
        while self.bytes > self._max_bytes:
            may_come_again = not probation.has_waited(PROBATION_SECONDS)
            if not (
                probation.rest_oldest(document)
                or (may_come_again and protected.rest_oldest(document, spare))
                or (probation.bytes > least and probation.forget_oldest(document))
                or protected.rest_oldest(document)
                or protected.forget_oldest(document)
                or probation.forget_oldest(document)
            ):
                return

    def _read(self, text: str) -> Document:
        try:
            node = parse(text, max_tokens=MAX_TOKENS, allow_empty_selection_sets=False)
        except GraphQLSyntaxError as error:
            return Document(text, None, (_with_code(error, Code.PARSE_FAILED),))
        except RecursionError:
            deep = coded_error("The document is nested too deeply.", Code.PARSE_FAILED)
            return Document(text, None, (deep,))
        if limits := document_errors(node):
            return Document(text, None, limits, sources=language_sources(node.definitions))
        core = self._schema.core
        errors = validate(core, node, max_errors=MAX_VALIDATION_ERRORS, hide_suggestions=True)
        if errors:
            coded = [_with_code(error, Code.VALIDATION_FAILED) for error in errors]
            return Document(text, None, coded, sources=language_sources(node.definitions))
        inputs = DocumentInputs(self._inputs, core, node)
        return Document(text, node, inputs.errors, inputs, schema=self._schema)


def _size_of(refused: Document) -> int:
    return sum(REFUSAL_CHARACTERS + len(error.message) for error in refused.errors)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()


def _light(error: GraphQLError) -> GraphQLError:
    """The same error without references to the document and its source."""
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
