"""Validation of a form: all its errors are reported at once."""

from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar, cast

from commerce.core.errors import Refusal, Refusals

Arguments = ParamSpec("Arguments")
Read = TypeVar("Read")


class Form:
    """Reads the inputs of a form and collects the refusals.

    A rule reads every input through it and then calls `check`, before it writes or counts
    anything. The value of a refused input is None and must not be used before `check`.
    """

    __slots__ = ("_refusals",)

    def __init__(self) -> None:
        self._refusals: list[Refusal] = []

    @property
    def is_refused(self) -> bool:
        return bool(self._refusals)

    def has(self, *path: str) -> bool:
        """Whether an input is refused already."""
        return any(refusal.path == path for refusal in self._refusals)

    def refuse(self, refusal: Refusal | Refusals) -> None:
        self._refusals += refusal.refusals if isinstance(refusal, Refusals) else (refusal,)

    def read(
        self,
        rule: Callable[Arguments, Read],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Read:
        """The result of `rule` for an input; its refusal is kept for `check`."""
        try:
            return rule(*args, **kwargs)
        except (Refusal, Refusals) as refused:
            self.refuse(refused)
        return cast("Read", None)

    async def wait_for(self, reading: Awaitable[Read]) -> Read:
        """The same for a rule that asks the database."""
        try:
            return await reading
        except (Refusal, Refusals) as refused:
            self.refuse(refused)
        return cast("Read", None)

    def check(self) -> None:
        """Raises Refusal, or Refusals when there are several."""
        if len(self._refusals) == 1:
            raise self._refusals[0]
        if self._refusals:
            raise Refusals(self._refusals)
