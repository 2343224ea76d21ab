"""Messages sent to a real mail server and a real HTTP gateway."""

import asyncio
import io
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

import httpx
import pytest
from aiosmtpd.controller import Controller
from rich.console import Console

from auth.inputs.contact import fold_email
from commerce.core.ports import NotDelivered
from commerce.core.texts.language import Language
from commerce.core.texts.message_kinds import MAIL_ONLY, Kind
from commerce.core.texts.message_texts import TEXTS
from commerce.core.texts.messages import Message
from integrations.http_client import HttpClient, Unreachable
from integrations.notify import outbox as outbox_module
from integrations.notify.console import ConsoleCarrier
from integrations.notify.outbox import Outbox
from integrations.notify.sms import SmsCarrier
from integrations.notify.smtp import SmtpCarrier
from settings import Misconfigured, settings
from tests.support.servers.sms_gateway import Gateway

VALUES = {
    "number": "OM-1",
    "total": "₹1.00",
    "amount": "₹1.00",
    "code": "123456",
    "minutes": "5",
    "link": "https://mart.example.in/reset#token=x",
    "title": "owner",
    "until": "01-01-2027",
    "left": "9",
    "name": "Asha",
    "end": "1234",
    "refunded": "₹1.00",
    "references": "rfnd_1 (ARN 7400)",
}


SENDER = "ODOP Mart <no-reply@mart.example.in>"


def message(kind: Kind = Kind.CODE, to: str = "asha@buyer.example.in") -> Message:
    return Message(kind, to, Language.HI, VALUES)


@dataclass
class Mailbox:
    """What a mail server took; `answers` are what it says instead, one for each letter."""

    letters: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    # The command after which the connection is lost.
    ends_at: str = ""

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.ends_at == "RCPT":
            server.transport.close()
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        letter: Any = BytesParser(policy=default).parsebytes(envelope.content)
        self.letters.append(letter)
        if self.ends_at == "DATA":
            server.transport.close()
        return "250 taken"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", Kind)
def test_every_message_is_written_in_both_languages(kind: Kind, language: Language) -> None:
    text = Message(kind, "a@b.example.in", language, VALUES).text
    assert "{" not in text.subject + text.body
    has_devanagari = any("\u0900" <= c <= "\u097f" for c in text.body)
    assert has_devanagari == (language is Language.HI)
    assert set(TEXTS[kind]) == set(Language)


def test_logged_messages_have_no_personal_data() -> None:
    said = repr(message())
    assert "asha" not in said
    assert "123456" not in said


async def test_mail_arrives_as_it_was_written(mailbox: tuple[Mailbox, str]) -> None:
    box, url = mailbox
    await SmtpCarrier(url, SENDER).carry(message(Kind.RESET_PASSWORD))
    (letter,) = box.letters
    assert letter["To"] == "asha@buyer.example.in"
    assert letter["From"] == SENDER
    assert letter["Subject"] == "ओडीओपी मार्ट का पासवर्ड बदलें"
    assert letter["Content-Language"] == "hi"
    assert VALUES["link"] in letter.get_content()


async def test_mail_is_sent_to_international_domains(mailbox: tuple[Mailbox, str]) -> None:
    box, url = mailbox
    to = fold_email("asha@उदाहरण.भारत")
    assert to is not None
    await SmtpCarrier(url, SENDER).carry(message(Kind.RESET_PASSWORD, to))
    (letter,) = box.letters
    assert letter["To"] == "asha@xn--p1b6ci4b4b3a.xn--h2brj9c"


@pytest.mark.parametrize(("answer", "again"), [("451 later", True), ("550 no such", False)])
async def test_mail_is_retried_only_after_temporary_errors(
    mailbox: tuple[Mailbox, str], answer: str, again: bool
) -> None:
    box, url = mailbox
    box.answers.append(answer)
    with pytest.raises(NotDelivered) as caught:
        await SmtpCarrier(url, SENDER).carry(message())
    assert caught.value.is_retryable is again


async def test_an_unreachable_mail_server_is_retried() -> None:
    with pytest.raises(NotDelivered) as caught:
        await SmtpCarrier("smtp://127.0.0.1:1", SENDER).carry(message())
    assert caught.value.is_retryable is True


@pytest.mark.parametrize(("command", "may_have_arrived"), [("RCPT", False), ("DATA", True)])
async def test_mail_without_an_answer_may_have_arrived(
    mailbox: tuple[Mailbox, str], command: str, may_have_arrived: bool
) -> None:
    box, url = mailbox
    box.ends_at = command
    with pytest.raises(NotDelivered) as caught:
        await SmtpCarrier(url, SENDER).carry(message())
    assert caught.value.is_retryable is True
    assert caught.value.may_have_arrived is may_have_arrived
    assert len(box.letters) == may_have_arrived


async def test_remote_mail_servers_need_starttls(
    mailbox: tuple[Mailbox, str],
) -> None:
    box, url = mailbox
    # The same server by a name that does not say it is on this machine.
    with pytest.raises(NotDelivered):
        await SmtpCarrier(url.replace("127.0.0.1", "user:secret@127.1"), SENDER).carry(message())
    assert not box.letters


@pytest.mark.parametrize(
    "url",
    ["http://x", "smtp://", "x", "smtps://x:99999", "smtp://x?starttls=never", "smtp://x/tls"],
)
def test_an_invalid_mail_url_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured, match="mail server"):
        SmtpCarrier(url, SENDER)


async def test_temporary_failures_are_retried_until_sent(
    mailbox: tuple[Mailbox, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "AGAIN", (0.01, 0.01, 0.01))
    box, url = mailbox
    box.answers += ["451 later", "421 later"]
    mail = SmtpCarrier(url, SENDER)
    outbox = Outbox(mail, mail)
    outbox.post(message())
    await asyncio.wait_for(outbox.drained(), 10)
    assert len(box.letters) == 1


class Silent:
    """A carrier that takes messages and does not say so."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    def sends(self, kind: Kind) -> bool:
        return True

    async def carry(self, message: Message) -> None:
        self.messages.append(message)
        raise NotDelivered("no answer", is_retryable=True, may_have_arrived=True)


async def test_a_message_that_may_have_arrived_is_repeated_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbox_module, "AGAIN", (0.01, 0.01, 0.01))
    mail = Silent()
    outbox = Outbox(mail, mail)
    outbox.post(message())
    await asyncio.wait_for(outbox.drained(), 10)
    assert len(mail.messages) == 2


class Kept:
    """A carrier that keeps what it is given."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    def sends(self, kind: Kind) -> bool:
        return True

    async def carry(self, message: Message) -> None:
        self.messages.append(message)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in MAIL_ONLY])
async def test_no_message_goes_to_unlisted_countries(
    kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    sms = Kept()
    outbox = Outbox(Kept(), sms)
    for to in ("+882160000001", "+919876543210"):
        outbox.post(message(kind, to))
        await outbox.deliver(message(kind, to))
    await asyncio.wait_for(outbox.drained(), 10)
    assert [each.to for each in sms.messages] == ["+919876543210"] * 2
    monkeypatch.setattr(settings(), "sms_countries", ["+91", "+882"])
    await outbox.deliver(message(kind, "+882160000001"))
    assert len(sms.messages) == 3


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    found = Gateway()
    server = await asyncio.start_server(found.answer, "127.0.0.1", 0)
    found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/send"
    async with server:
        yield found


def sms(gateway: Gateway) -> SmsCarrier:
    return SmsCarrier(gateway.url, "secret", "ODOPMT", "1701", {"code-hi": "1107"})


async def test_an_sms_names_its_template_and_its_sender(gateway: Gateway) -> None:
    carrier = sms(gateway)
    await carrier.carry(message(to="+910000054321"))
    await carrier.close()
    ((head, body),) = gateway.requests
    assert "authorization: bearer secret" in head.lower()
    assert body["templateId"] == "1107"
    assert (body["sender"], body["entityId"], body["to"]) == ("ODOPMT", "1701", "+910000054321")
    assert "123456" in body["text"]
    assert body["unicode"] is True


async def test_a_text_without_a_template_is_not_sent(gateway: Gateway) -> None:
    with pytest.raises(NotDelivered, match="template"):
        await sms(gateway).carry(message(Kind.ERASED, "+910000054321"))
    assert gateway.requests == []


async def test_a_message_kind_switched_off_is_skipped(gateway: Gateway) -> None:
    carrier = SmsCarrier(gateway.url, "secret", "ODOPMT", "1701", {"code-hi": "1107"}, ["erased"])
    outbox, mail = Outbox(Kept(), carrier), "asha@buyer.example.in"
    assert not outbox.sends(Kind.ERASED, "+910000054321")
    assert outbox.sends(Kind.ERASED, mail)
    await outbox.deliver(message(Kind.ERASED, "+910000054321"))
    outbox.post(message(Kind.ERASED, "+910000054321"))
    await asyncio.wait_for(outbox.drained(), 10)
    assert gateway.requests == []
    await outbox.deliver(message(to="+910000054321"))
    await carrier.close()
    assert len(gateway.requests) == 1


@pytest.mark.parametrize(("status", "again"), [(429, True), (503, True), (400, False)])
async def test_sms_is_retried_only_after_temporary_errors(
    gateway: Gateway, status: int, again: bool
) -> None:
    gateway.status = status
    carrier = sms(gateway)
    with pytest.raises(NotDelivered) as caught:
        await carrier.carry(message(to="+910000054321"))
    await carrier.close()
    assert caught.value.is_retryable is again


@pytest.mark.parametrize(
    ("status", "may_have_arrived"),
    [(429, False), (500, False), (503, False), (400, False), (502, True), (504, True)],
)
async def test_an_sms_that_a_proxy_got_no_answer_about_may_have_arrived(
    gateway: Gateway, status: int, may_have_arrived: bool
) -> None:
    gateway.status = status
    carrier = sms(gateway)
    with pytest.raises(NotDelivered) as caught:
        await carrier.carry(message(to="+910000054321"))
    await carrier.close()
    assert caught.value.may_have_arrived is may_have_arrived


async def test_an_sms_without_an_answer_may_have_arrived(gateway: Gateway) -> None:
    gateway.is_silent = True
    carrier = sms(gateway)
    with pytest.raises(NotDelivered) as caught:
        await carrier.carry(message(to="+910000054321"))
    await carrier.close()
    assert caught.value.is_retryable is True
    assert caught.value.may_have_arrived is True
    assert len(gateway.requests) == 1


@pytest.mark.parametrize(
    ("error", "may_have_arrived"),
    [
        (httpx.ConnectError, False),
        (httpx.ConnectTimeout, False),
        (httpx.PoolTimeout, False),
        (httpx.ReadTimeout, True),
        (httpx.ReadError, True),
        (httpx.WriteTimeout, True),
        (httpx.RemoteProtocolError, True),
    ],
)
async def test_a_request_that_was_not_sent_has_not_arrived(
    error: type[httpx.TransportError], may_have_arrived: bool
) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise error("no", request=request)

    client = HttpClient(transport=httpx.MockTransport(refuse))
    with pytest.raises(Unreachable) as caught:
        await client.request("POST", "http://gateway.test")
    await client.close()
    assert caught.value.may_have_arrived is may_have_arrived


LONG_LINK = "https://mart.example.in/account/reset#token=" + "Aa0_-" * 30


@pytest.mark.parametrize("width", [40, 76, 200])
@pytest.mark.parametrize("kind", [Kind.RESET_PASSWORD, Kind.VERIFY_EMAIL, Kind.ORDER_PLACED])
async def test_a_link_on_the_terminal_is_one_line(kind: Kind, width: int) -> None:
    page = io.StringIO()
    carrier = ConsoleCarrier(Console(file=page, width=width))
    await carrier.carry(
        Message(kind, "asha@buyer.example.in", Language.EN, VALUES | {"link": LONG_LINK})
    )
    (line,) = [line for line in page.getvalue().splitlines() if "https" in line]
    assert line.split()[-1].endswith(LONG_LINK)
