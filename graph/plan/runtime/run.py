"""One run of a plan, and the context of its resolvers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from auth.permissions import Action
from commerce.core.texts.language import Language, other
from graph.access import may_read, note
from graph.context import Context
from graph.execution.executor import AnswerTooLarge, length_of
from graph.plan.runtime.fallbacks import Refused

Answer = dict[str, Any]
# Rows, or objects of other classes, that answers are made of.
Rows = Sequence[Any]


class SurelyTooLarge(AnswerTooLarge):
    """More objects than an answer may have, whatever is null."""


class ResolveInfo:
    """Replacement of Info for resolvers: field, context and selection.

    It `is_alone` when it is called for one source, so that waiting for others gains nothing.
    """

    __slots__ = ("columns", "context", "field_name", "is_alone", "selected")

    def __init__(
        self,
        context: Context,
        field_name: str,
        selected: frozenset[str],
        columns: tuple[str, ...] | None,
    ) -> None:
        self.context, self.field_name = context, field_name
        self.selected, self.columns = selected, columns
        self.is_alone = False


class Run:
    """One run of a plan. `args` and `infos` are numbered by the compiler."""

    __slots__ = (
        "_day",
        "args",
        "bytes",
        "cached_bytes",
        "context",
        "doubtful",
        "infos",
        "languages_used",
        "objects",
        "own",
    )  # fmt: skip

    def __init__(self, context: Context, args: list[Answer], infos: list[ResolveInfo]) -> None:
        self.context, self.args, self.infos = context, args, infos
        self.own, self.languages_used = context.language is Language.EN, 0
        # The answer itself is no object that anybody asked for.
        self.objects, self.bytes = -1, 0
        # How many of the objects may be null.
        self.doubtful = 0
        # What its plan remembers more since, of rows that are held.
        self.cached_bytes = 0
        self._day: date | None = None

    @property
    def day(self) -> date:
        """The day of the request (UTC)."""
        if self._day is None:
            self._day = self.context.now.date()
        return self._day

    def count(self, objects: int, size: int) -> None:
        """Count what is about to be made, at most, `size` in bytes.

        Raises AnswerTooLarge at a bound. What turns out to be null is taken off afterwards, so that
        the answer may be within it: the ordinary executor decides. SurelyTooLarge if it is not.
        """
        self.objects += objects
        self.bytes += size
        if self.objects > self.context.max_objects:
            self._refuse()
        if self.bytes > self.context.max_bytes:
            raise AnswerTooLarge(self.context.max_bytes, "bytes")

    def counted_value(self, value: Any) -> Any:
        """A value that may be long, counted by its length."""
        if value is not None:
            self.count(0, length_of(value))
        return value

    def several(self, values: Any, objects: int, size: int, doubtful: int = 0) -> Any:
        """Values of each of which so many objects are made, and so many bytes."""
        self.doubtful += len(values) * doubtful
        self.count(len(values) * objects, len(values) * size)
        return values

    def check(self, objects: int) -> None:
        """Raise AnswerTooLarge if so many more would exceed the bound; they are counted later."""
        if self.objects + objects > self.context.max_objects:
            self._refuse(objects)

    def _refuse(self, more: int = 0) -> None:
        most = self.context.max_objects
        if self.objects + more - self.doubtful > most:
            raise SurelyTooLarge(most)
        raise AnswerTooLarge(most)

    def doubt(self, objects: int) -> None:
        """So many of the objects that are counted next may be null."""
        self.doubtful += objects

    def without(self, objects: int) -> None:
        """Null in the place of objects that were counted."""
        self.objects -= objects

    def text(self, english: str | None, hindi: str | None) -> str | None:
        """The text in the request's language, else in the other; notes the language used."""
        if self.own:
            if english:
                self.languages_used |= 1
                return english
            if hindi:
                self.languages_used |= 2
            return hindi or None
        if hindi:
            self.languages_used |= 1
            return hindi
        if english:
            self.languages_used |= 2
        return english or None

    def second(self, text: str | None) -> str | None:
        """A text in the language that was not requested."""
        if text:
            self.languages_used |= 2
        return text or None

    def add_language(self, sources: Rows, names: tuple[str, ...]) -> None:
        """Note that a text was in the request's language, if there was one."""
        if any(getattr(source, name) for source in sources for name in names):
            self.languages_used |= 1

    def close(self) -> None:
        """Report the languages used to the context."""
        language = self.context.language
        if self.languages_used & 1:
            self.context.languages_used.add(language)
        if self.languages_used & 2:
            self.context.languages_used.add(other(language))


def allowed(run: Run, action: Action, subjects: Rows) -> None:
    """Ask whether the viewer may read a field of each, as the ordinary resolver's guard does."""
    for subject in subjects:
        if not may_read(run.context, action, subject):
            raise Refused(f"{action.value} is not for the viewer")
        note(run.context, action, subject)
