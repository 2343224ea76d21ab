"""The context of a request: requester, language, loaders."""

import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import strawberry

from auth.rate_limits import Counted
from auth.sessions.viewer_cache import VIEWER_CACHE
from auth.viewer import ANONYMOUS, Viewer
from commerce.core.action_context import ActionContext, AnswerKey
from commerce.core.errors import Reason, Refusal
from commerce.core.ports import NO_GATEWAY, ImageUrls, Messages, NoMessages, PaymentGateway
from commerce.core.texts.language import DEFAULT, Language, in_language, other
from commerce.sign_in import sign_in
from graph.limits.query_limits import MAX_ANSWER_BYTES, MAX_POINTS

if TYPE_CHECKING:
    from graph.loaders import Loaders


@dataclass(slots=True)
class MutationCounts:
    """What the mutations of a request were counted in, by their names, to be taken back once each.

    `seconds_to_wait` is set if the address has to wait and a device or session was counted instead.
    """

    by_name: dict[str, list[Counted]] = field(default_factory=dict)
    seconds_to_wait: int = 0


@dataclass(frozen=True, slots=True)
class Requester:
    """The requester. `refresh_token` and `device_id` are of its cookies; a socket has none.

    `look_up` tells the viewer as it is now, None when the session has ended; a socket has it.
    """

    viewer: Viewer = ANONYMOUS
    request: str = ""
    client: str = ""
    device: str = ""
    refresh_token: str | None = None
    device_id: str | None = None
    look_up: Callable[[], Awaitable[Viewer | None]] | None = None
    has_cookies: bool = True
    counts: MutationCounts = field(default_factory=MutationCounts)


ANONYMOUS_REQUESTER = Requester()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result or error of a planned mutation, and the languages of its texts."""

    payload: Any
    error: Exception | None
    languages_used: frozenset[Language]


class Context:
    """One request. `languages_used` collects the languages texts were really given in.

    `is_personal` is set once the viewer's access is asked (`graph.access`). `new_refresh_token`
    goes out in a cookie: a token, nothing at all to clear it, or None to leave it. `new_device_id`
    goes out in one of its own.
    """

    __slots__ = (
        "_loaders",
        "_now",
        "answer_key",
        "begun_at",
        "bytes",
        "gateway",
        "images",
        "is_counted",
        "is_personal",
        "language",
        "languages_used",
        "max_bytes",
        "max_objects",
        "messages",
        "new_device_id",
        "new_refresh_token",
        "objects",
        "outcome",
        "read_of_others",
        "requester",
    )

    def __init__(
        self,
        images: ImageUrls,
        language: Language = DEFAULT,
        requester: Requester = ANONYMOUS_REQUESTER,
        messages: Messages | None = None,
        gateway: PaymentGateway = NO_GATEWAY,
    ) -> None:
        self.images = images
        self.language, self.requester, self.messages = language, requester, messages
        self.gateway = gateway
        # Rules set it (`commerce.core.idempotency.once`); a refusal resets it.
        self.answer_key = AnswerKey()
        # What came of the mutation, once a plan has carried it out.
        self.outcome: Outcome | None = None
        self.is_personal = False
        # Objects of the answer so far, and how many it may have; whether all of them are counted.
        self.objects, self.max_objects = 0, MAX_POINTS
        self.is_counted = False
        # Its bytes so far, as the ordinary executor counts them.
        self.bytes, self.max_bytes = 0, MAX_ANSWER_BYTES
        self.new_refresh_token: str | None = None
        self.new_device_id: str | None = None
        self.languages_used: set[Language] = set()
        # What staff or an officer read of other people: ids by kind.
        self.read_of_others: dict[str, set[int]] = {}
        self._now: datetime | None = None
        self.begun_at = time.monotonic()
        self._loaders: Loaders | None = None

    @property
    def viewer(self) -> Viewer:
        return self.requester.viewer

    def begin_again(self, outcome: Outcome) -> None:
        """Reset to the state after the mutation, for the executor that answers now.

        What was being loaded for a plan that gave up may have ended with it.
        """
        self.objects = self.bytes = 0
        self.languages_used = set(outcome.languages_used)
        self._loaders = None

    async def sign_in_as(self, account_id: int, session_id: int) -> None:
        """Continue the request as the account that has just signed in or passed the second factor.

        Raises Refusal when the session has ended since.
        """
        VIEWER_CACHE.forget(account_id)
        viewer = await VIEWER_CACHE.person(account_id, session_id)
        if viewer is None:
            raise Refusal(Reason.SESSION_ENDED)
        self.requester = replace(self.requester, viewer=viewer)

    async def read_viewer_again(self) -> None:
        """Continue with the viewer's present rights, or the former ones if the session has ended.

        What was written is answered.
        """
        viewer = self.requester.viewer
        assert viewer.account_id is not None
        assert viewer.session_id is not None
        with suppress(Refusal):
            await self.sign_in_as(viewer.account_id, viewer.session_id)

    async def drop_spent_cookie(self) -> None:
        """Clear the refresh token cookie, or the one about to be set, if its session is over."""
        token = self.new_refresh_token or self.requester.refresh_token
        if token is not None and await sign_in.is_spent(self.action_context, token):
            self.new_refresh_token = ""

    def note_read(self, kind: str, row_id: int, owner_id: int | None = None) -> None:
        """Remember that staff or an officer is shown somebody else's `kind`, for the audit."""
        viewer = self.requester.viewer
        is_own = owner_id is not None and owner_id == viewer.account_id
        if not is_own and (viewer.is_staff or viewer.districts):
            self.read_of_others.setdefault(kind, set()).add(row_id)

    @property
    def action_context(self) -> ActionContext:
        """The context for rules in `commerce`."""
        requester = self.requester
        return ActionContext(
            now=self.now,
            viewer=requester.viewer,
            language=self.language,
            request=requester.request or None,
            client=requester.client,
            device=requester.device,
            device_id=requester.device_id or self.new_device_id,
            refresh_token=requester.refresh_token,
            seconds_to_wait=requester.counts.seconds_to_wait,
            messages=self.messages or NoMessages(),
            gateway=self.gateway,
            answer_key=self.answer_key,
            begun_at=self.begun_at,
        )

    @property
    def now(self) -> datetime:
        """The moment of the request (UTC), the same for all of it."""
        if self._now is None:
            self._now = datetime.now(UTC)
        return self._now

    @property
    def loaders(self) -> "Loaders":
        """This request's own."""
        if self._loaders is None:
            from graph.loaders import Loaders

            self._loaders = Loaders()
        return self._loaders

    def text(self, row: Any, stem: str) -> str | None:
        """`row`'s text in the request's language, else in the other one."""
        text, language = in_language(row, stem, self.language)
        if text is not None:
            self.languages_used.add(language)
        return text

    def either(self, en: str | None, hi: str | None) -> str | None:
        """The text of two that is in the request's language, else the other one."""
        own, second = (en, hi) if self.language is Language.EN else (hi, en)
        if own:
            self.languages_used.add(self.language)
        elif second:
            self.languages_used.add(other(self.language))
        return own or second or None

    def choose(self, en: str, hi: str) -> str:
        """A text of our own in the request's language."""
        self.languages_used.add(self.language)
        return hi if self.language is Language.HI else en


NewContext = Callable[[Language, Requester], Context]


class Info(strawberry.Info[Context, None]):
    """The info argument of resolvers."""
