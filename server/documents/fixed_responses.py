"""Answers that never change, with their operations: names of types, descriptions of the schema."""

from collections import deque

from commerce.core.texts.language import Language
from server.documents.response_cache import Answer

# Of all operations together; a whole description of the schema has half a million.
MAX_FIXED_BYTES = 8_000_000
# What an answer takes besides its bytes.
ENTRY_BYTES = 500

Fixed = dict[Language, Answer]


class FixedAnswers:
    """Counts what operations keep, and takes from them what was kept first when it is too much."""

    def __init__(self, max_bytes: int = MAX_FIXED_BYTES) -> None:
        self._max_bytes = max_bytes
        self._entries: deque[tuple[Fixed, Language, int]] = deque()
        self.size = 0

    def keep(self, fixed: Fixed, language: Language, answer: Answer) -> None:
        """Keep an answer in `fixed`, which is an operation's own."""
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
