"""SMS by a gateway over HTTP, with what India wants of each message (DLT; TRAI TCCCPR 2018)."""

from collections.abc import Collection, Mapping

from commerce.core.ports import NotDelivered
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from integrations.http_client import HttpClient, Unreachable
from settings import Settings

TIMEOUT_SECONDS = 15
# A proxy in front of the gateway got no answer, or half of one (RFC 9110, 15.6.3 and 15.6.5).
NO_ANSWER = frozenset({502, 504})


class SmsCarrier:
    """POSTs JSON to the gateway at `url` with a bearer token.

    `templates` are the ids under which the texts are registered, by kind and language as in
    `code-hi`; `entity` is the sender's own registration, `sender` its six-letter header. Kinds in
    `off` are not sent.
    """

    def __init__(
        self,
        url: str,
        token: str,
        sender: str,
        entity: str,
        templates: Mapping[str, str],
        off: Collection[str] = (),
    ) -> None:
        self._url, self._token, self._off = url, token, frozenset(off)
        self._sender, self._entity, self._templates = sender, entity, dict(templates)
        self._client = HttpClient(seconds=TIMEOUT_SECONDS)

    def sends(self, kind: Kind) -> bool:
        return kind.value not in self._off

    async def carry(self, message: Message) -> None:
        template = self._templates.get(f"{message.kind}-{message.language}")
        if not template:
            raise NotDelivered(
                f"no DLT template for {message.kind}-{message.language}", is_retryable=False
            )
        text = message.text.body
        try:
            response = await self._client.request(
                "POST",
                self._url,
                headers={"Authorization": f"Bearer {self._token}"},
                json={
                    "to": message.to,
                    "sender": self._sender,
                    "entityId": self._entity,
                    "templateId": template,
                    "text": text,
                    "unicode": not text.isascii(),
                },
            )
        except Unreachable as error:
            raise NotDelivered(
                f"no answer from the SMS gateway: {error}",
                is_retryable=True,
                may_have_arrived=error.may_have_arrived,
            ) from None
        if response.is_success:
            return
        is_retryable = response.status_code == 429 or response.status_code >= 500
        raise NotDelivered(
            f"the SMS gateway answered {response.status_code}",
            is_retryable=is_retryable,
            may_have_arrived=response.status_code in NO_ANSWER,
        )

    async def close(self) -> None:
        await self._client.close()


def carrier(current: Settings) -> SmsCarrier:
    return SmsCarrier(
        current.sms_url,
        current.sms_token,
        current.sms_sender,
        current.sms_entity,
        current.sms_templates,
        current.sms_off,
    )
