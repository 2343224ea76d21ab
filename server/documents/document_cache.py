"""Documents, parsed and validated once."""

import hashlib
import sys
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator

from graphql import GraphQLError, GraphQLSchema, GraphQLSyntaxError, parse, validate

from graph.errors import Code, TextsError, coded_error
from graph.inputs.input_limits import DocumentInputs, Inputs
from graph.limits.document_limits import document_errors
from graph.limits.query_limits import MAX_TOKENS, MAX_VALIDATION_ERRORS
from server.documents.document import Document
from server.documents.errors import short
from server.documents.language import language_sources
from server.rate_limits.long_work import LongWork
from server.requests.request_bounds import MAX_DOCUMENT_CHARACTERS

# Bytes of memory of all documents remembered, with their plans.
MAX_DOCUMENTS_BYTES = 40 * 2**20
# The part of it that documents asked once may keep from those that are asked again.
PROBATION_SHARE = 1 / 8
# Nobody comes back to a document that was asked once and not again for so long.
PROBATION_SECONDS = 120.0
# Documents asked again that stay at work while those asked once may still come again: as many as
# the room has a place for beside the 300 of an app at rest.
MIN_AT_WORK = 6
# Characters of what is told of documents that may not run; each counts as so many more.
MAX_REFUSALS_CHARACTERS = 200_000
REFUSAL_CHARACTERS = 400


class Refusals:
    """Why documents may not run, by their hashes, the latest ones: to find out is dear."""

    def __init__(self) -> None:
        self._documents: OrderedDict[bytes, tuple[Document, int]] = OrderedDict()
        self.size = 0

    def get(self, text: str) -> Document | None:
        if not self._documents:
            return None
        found = self._documents.get(_digest(text))
        return found[0] if found is not None else None

    def keep(self, text: str, document: Document) -> Document:
        """The document as it is kept: with its errors alone, and they without what they are of."""
        errors = tuple(_light(error) for error in document.errors)
        kept = Document("", None, errors, sources=document.language_sources)
        size = sum(REFUSAL_CHARACTERS + len(error.message) for error in kept.errors)
        self._documents[_digest(text)] = kept, size
        self.size += size
        while self.size > MAX_REFUSALS_CHARACTERS:
            _, (_, its_size) = self._documents.popitem(last=False)
            self.size -= its_size
        return kept


class Segment:
    """Documents by their text: those at work and those at rest, each used last at the end.

    `make_room` is called when one of them takes more memory.
    """

    def __init__(self, make_room: Callable[[Document], None]) -> None:
        self.make_room = make_room
        self._at_work: OrderedDict[str, Document] = OrderedDict()
        self._resting: OrderedDict[str, Document] = OrderedDict()
        # When each that was put here came, the first first.
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
        """The same for whoever is about to use it."""
        if (known := self._at_work.get(text)) is not None:
            self._at_work.move_to_end(text)
            return known
        if (known := self._resting.pop(text, None)) is not None:
            self._at_work[text] = known
        return known

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
        """Whether one was put here as long ago as that."""
        first = next(iter(self._since.values()), None)
        return first is not None and first < time.monotonic() - seconds

    def rest_oldest(self, but: Document, at_work: int = 0) -> bool:
        """Let the one rest that is not used for longest, if more than so many are at work."""
        if len(self._at_work) <= at_work:
            return False
        others = (each for each in self._at_work.values() if each is not but)
        if (oldest := next(others, None)) is None:
            return False
        self._resting[oldest.text] = self._at_work.pop(oldest.text)
        oldest.rest()
        return True

    def forget_oldest(self, but: Document) -> bool:
        """Forget the one that has rested for longest. Whether there was one at rest."""
        others = (each for each in self._resting.values() if each is not but)
        if (oldest := next(others, None)) is None:
            return False
        self.remove(oldest)
        oldest.forget()
        return True


class Documents:
    """The documents of one schema, the lately used ones remembered: a segmented LRU.

    One that is asked for again is protected: whatever others ask once takes its room from what was
    asked once, beyond a part that is left to it. While there is no room documents rest, which takes
    less; then those that have rested for longest are forgotten. An app goes through its documents
    one after the other: when it comes again, one that is protected and wakes does not take the room
    of those that are next, as long as other protected ones can rest.
    """

    def __init__(self, schema: GraphQLSchema, max_bytes: int = MAX_DOCUMENTS_BYTES) -> None:
        self._schema, self._inputs, self._max_bytes = schema, Inputs(schema), max_bytes
        self._probation, self._protected = Segment(self._make_room), Segment(self._make_room)
        self._min_at_work = max(1, MIN_AT_WORK * max_bytes // MAX_DOCUMENTS_BYTES)
        self._refusals = Refusals()
        self.long_work = LongWork()

    def cached(self, text: str) -> Document | None:
        """A document that was read lately."""
        return self._protected.peek(text) or self._probation.peek(text) or self._refusals.get(text)

    def used(self, text: str) -> Document | None:
        """The same for whoever is about to use it."""
        if (known := self._protected.get(text)) is not None:
            return known
        if (known := self._probation.get(text)) is not None:
            self._probation.remove(known)
            self._protected.add(known)
            return known
        return self._refusals.get(text)

    async def read(self, text: str, client: str) -> Document:
        """A document that is not known, when it is its client's turn."""
        async with self.long_work.turn(client):
            return self.get(text)

    def get(self, text: str) -> Document:
        if (known := self.used(text)) is not None:
            return known
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
        """The bytes of all that are remembered."""
        return self._probation.bytes + self._protected.bytes

    def _make_room(self, document: Document) -> None:
        """Let others take less. `document` is about to be used, and stays as it is."""
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
        if too_much := document_errors(node):
            return Document(text, None, too_much, sources=language_sources(node.definitions))
        errors = validate(
            self._schema, node, max_errors=MAX_VALIDATION_ERRORS, hide_suggestions=True
        )
        if errors:
            told = [_with_code(error, Code.VALIDATION_FAILED) for error in errors]
            return Document(text, None, told, sources=language_sources(node.definitions))
        inputs = DocumentInputs(self._inputs, self._schema, node)
        return Document(text, node, inputs.errors, inputs)


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
