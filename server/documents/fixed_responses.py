"""Constant responses, such as `__typename` or introspection, stored with their operations."""

from collections import deque

from commerce.core.texts.language import Language
from server.documents.response_cache import Answer

# For all operations together; introspection of the whole schema has half a million.
MAX_FIXED_BYTES = 8_000_000
# Memory of an entry besides its body.
ENTRY_BYTES = 500

Fixed = dict[Language, Answer]


class FixedAnswers:
    """The bound on constant responses of all operations; the oldest is dropped first."""

    def __init__(self, max_bytes: int = MAX_FIXED_BYTES) -> None:
        self._max_bytes = max_bytes
        self._entries: deque[tuple[Fixed, Language, int]] = deque()
        self.size = 0

    def keep(self, fixed: Fixed, language: Language, answer: Answer) -> None:
        """Store a response in `fixed`, which belongs to an operation."""
        size = answer.size + ENTRY_BYTES
        if language in fixed or size > self._max_bytes // 2:
            return
        fixed[language] = answer
        self._entries.append((fixed, language, size))
        self.size += size
        while self.size > self._max_bytes:
            oldest, its_language, its_size = self._entries.popleft()
            oldest.pop(its_language, None)
            self.size -= its_size
