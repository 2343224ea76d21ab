"""The context of an action: time, viewer, language, request, messages and gateway."""

import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from auth.permissions import Action, may
from auth.sessions.devices import Device
from auth.viewer import ANONYMOUS, Viewer
from commerce.core.errors import FactorMissing, NotAllowed, NotSignedIn, Reason, Refusal
from commerce.core.ports import NO_GATEWAY, Messages, NoMessages, PaymentGateway
from commerce.core.texts.input_texts import Subject
from commerce.core.texts.language import DEFAULT, Language
from commerce.core.texts.messages import Message
from database.pool.transactions import after_commit


@dataclass(slots=True)
class AnswerKey:
    """The row of the idempotency key under which the response of a request is stored, if any."""

    id: int | None = None


@dataclass(frozen=True, slots=True)
class ActionContext:
    """Who acts, when and from where.

    `client` is the network address, `device` the device's description, `device_id` its cookie,
    `refresh_token` a refresh token that it presents. `seconds_to_wait` is how long strangers at the
    address have to wait; only the account's own devices and sessions try meanwhile. The command
    line acts without a viewer and has every permission (`is_operator`). `begun_at` is when it began
    by `time.monotonic`.
    """

    now: datetime
    viewer: Viewer = ANONYMOUS
    language: Language = DEFAULT
    request: str | None = None
    client: str = ""
    device: str = ""
    device_id: str | None = None
    refresh_token: str | None = None
    seconds_to_wait: int = 0
    messages: Messages = field(default_factory=NoMessages)
    gateway: PaymentGateway = NO_GATEWAY
    is_operator: bool = False
    answer_key: AnswerKey = field(default_factory=AnswerKey)
    begun_at: float = field(default_factory=time.monotonic)

    def post(self, message: Message) -> None:
        """Send a message, once the open transaction has committed."""
        after_commit(partial(self.messages.post, message))

    @property
    def requesting_device(self) -> Device:
        return Device(self.device, self.device_id)

    @property
    def account_id(self) -> int:
        """The account of the signed-in user.

        Raises NotSignedIn for an anonymous viewer, FactorMissing before the second factor,
        NotAllowed for an API key.
        """
        if self.viewer.awaits_second_factor:
            raise FactorMissing
        if self.viewer.account_id is None:
            raise NotSignedIn if self.viewer.key_id is None else NotAllowed
        return self.viewer.account_id

    def may(self, action: Action, subject: Any = None) -> bool:
        return self.is_operator or may(self.viewer, action, subject)

    def require(self, action: Action, subject: Any, *path: str, of: Subject | None = None) -> None:
        """Raise Refusal NOT_FOUND if the subject is None or not permitted. `of` is as Refusal's."""
        if subject is None or not self.may(action, subject):
            raise Refusal(Reason.NOT_FOUND, *path, of=of)

    def as_viewer(self, viewer: Viewer) -> "ActionContext":
        return replace(self, viewer=viewer)
