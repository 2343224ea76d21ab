"""Answers for the rows of cached tables, made once each."""

from collections.abc import Mapping
from sys import getsizeof
from typing import Any

from commerce.core.texts.language import other
from database.caches.table_cache import TABLE_CACHE, CachedTable
from graph.execution.executor import FIELD_BYTES, length_of
from graph.fields.field_kinds import ToOne
from graph.plan.runtime.fallbacks import gone
from graph.plan.runtime.levels import SelectionCode
from graph.plan.runtime.run import Answer, Rows, Run

# What an entry takes in the dict of those that are kept.
ENTRY_BYTES = 100


class RowAnswerCache(dict[Any, Any]):
    """Cached answers for the rows of a cached table, by id.

    Asked for a key it does not have it makes the answer, for the run it was last lent to. An answer
    stays here when its texts were given in the languages most are given in, `usual`; the others are
    kept apart with theirs.
    """

    __slots__ = (
        "_make",
        "_objects",
        "_others",
        "_rows",
        "_sizes",
        "cached_bytes",
        "fewer",
        "must",
        "run",
        "usual",
    )  # fmt: skip

    def __init__(self, rows: dict[int, Any], level: SelectionCode) -> None:
        assert level.make is not None
        self._rows, self._make, self._objects = rows, level.make, level.objects
        # By how many objects answers have fewer than the usual; below 0 where a list has more.
        self.fewer: dict[Any, int] = {}
        self._others: dict[Any, tuple[Any, int]] = {}
        self._sizes: dict[Any, int] = {}
        self.usual: int = 0
        self.run: Run | None = None
        self.must, self.cached_bytes = False, 0

    def __missing__(self, key: Any) -> Any:
        run = self.run
        assert run is not None
        other = self._others.get(key)
        if other is None:
            row = self._rows.get(key)
            answer, served = (None, 0) if row is None else self._make_answer(key, row, run)
            taken = _bytes_of(answer)
            self.cached_bytes += taken
            run.cached_bytes += taken
            if answer is not None and served == (self.usual or served):
                self.usual = served
                self[key] = answer
                run.languages_used |= served
                return answer
            other = self._others[key] = (answer, served)
        run.languages_used |= other[1]
        return gone() if other[0] is None and self.must else other[0]

    def _make_answer(self, key: Any, row: Any, run: Run) -> tuple[Answer, int]:
        context, before, told = run.context, run.languages_used, run.context.languages_used
        objects, size = run.objects, run.bytes
        # It is counted each time it is used.
        run.objects = run.bytes = 0
        run.languages_used, context.languages_used = 0, set()
        try:
            (answer,) = self._make((row,), run)
            served = run.languages_used
            served |= (context.language in context.languages_used) | 2 * (
                other(context.language) in context.languages_used
            )
            if fewer := self._objects - run.objects:
                self.fewer[key] = fewer
        finally:
            run.languages_used, context.languages_used = before, told
            run.objects, run.bytes = objects, size
        return answer, served

    def count_bytes(self, sources: Rows, key: str, run: Run) -> None:
        """Count the bytes of the answers, each as often as it is used."""
        size = 0
        for source in sources:
            row_id = getattr(source, key)
            if row_id not in self._sizes:
                self._sizes[row_id] = size_of(self[row_id])
            size += self._sizes[row_id]
        run.count(0, size)

    def count_fewer(self, sources: Rows, key: str, run: Run) -> None:
        """Correct the number of objects by the answers that have another than the usual one."""
        run.count(-sum(self.fewer.get(getattr(source, key), 0) for source in sources), 0)

    def add_language(self, sources: Rows, key: str, run: Run) -> None:
        """Remember in which languages texts were given, when any of the answers is usual."""
        for source in sources:
            row_id = getattr(source, key)
            if row_id is not None and row_id in self:
                run.languages_used |= self.usual
                return


def _bytes_of(answer: Any) -> int:
    """Bytes of a cached answer, without its texts, which belong to the rows."""
    if isinstance(answer, dict):
        return ENTRY_BYTES + getsizeof(answer) + sum(map(_bytes_of, answer.values()))
    if isinstance(answer, list):
        return getsizeof(answer) + sum(map(_bytes_of, answer))
    return 0


def objects_of(value: Any) -> int:
    """The objects in what was made."""
    if isinstance(value, dict):
        return 1 + sum(objects_of(each) for each in value.values() if isinstance(each, dict | list))
    return sum(map(objects_of, value)) if isinstance(value, list) else 0


def size_of(value: Any) -> int:
    """The bytes of what was made, reckoned as they are counted."""
    if isinstance(value, dict):
        return sum(len(key) + FIELD_BYTES + size_of(each) for key, each in value.items())
    if isinstance(value, list):
        return sum(1 + size_of(each) for each in value)
    return length_of(value)


class _Nothing(dict[Any, None]):
    """Stands for the answers of a table that is not cached: always None."""

    __slots__ = ()

    def __missing__(self, key: Any) -> None:
        return None


NOTHING = _Nothing()


def cached_answers(
    declared: ToOne, level: SelectionCode, run: Run, must: bool
) -> tuple[RowAnswerCache | None, Mapping[Any, Any]]:
    """The answers for a relation to a table, None when it is not held at the moment, and what to
    look them up in.

    They are lent to `run` until it next waits for something.
    """
    version = (TABLE_CACHE.version, run.own, run.day)
    current = level.current.get(must)
    if current is not None and current[0] == version:
        answers = current[1]
        answers.run = run
        return answers, answers
    held = TABLE_CACHE.ready(declared.model, declared.visible, declared.by)
    if held is None or (level.needs and not level.is_cached):
        return None, NOTHING
    answers = cached_answers_of(held, level, run, must)
    level.current[must] = (version, answers)
    return answers, answers


def cached_answers_of(
    table: CachedTable, level: SelectionCode, run: Run, must: bool
) -> RowAnswerCache:
    stamp = (table, table.generation, run.own, run.day)
    known = level.cached.get(must)
    if known is not None and known[0] == stamp:
        answers = known[1]
    else:
        if known is not None:
            run.cached_bytes -= known[1].cached_bytes
        answers = RowAnswerCache(table.rows, level)
        answers.must = must
        if not must:
            # Where nothing is pointed at there is nothing to ask for.
            answers[None] = None
        level.cached[must] = (stamp, answers)
    answers.run = run
    return answers
