"""Hostile texts in every message, by every channel."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from string import Formatter
from typing import Any

import pytest
from rich.console import Console

from commerce.core.texts.language import Language
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.message_texts import TEXTS
from commerce.core.texts.messages import Message
from integrations.notify.console import ConsoleCarrier
from integrations.notify.sms import SmsCarrier
from integrations.notify.smtp import SmtpCarrier
from tests.hostile import shapes
from tests.hostile.derived import classes_with
from tests.hostile.texts import HARMLESS, HOSTILE, MARK
from tests.support.servers.sms_gateway import Gateway

MAIL, TELEPHONE = "asha@buyer.example.in", "+910000054321"
Shape = tuple[Any, str]


def places(kind: Kind, language: Language) -> set[str]:
    """What is put into a text: the names in its braces."""
    text = TEXTS[kind][language]
    parts = Formatter().parse(text.subject + text.body + text.sms_end)
    return {name for _, name, _, _ in parts if name} - {"domain"}


def body_places(kind: Kind, language: Language) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(TEXTS[kind][language].body) if name}


def message(kind: Kind, language: Language, text: str, to: str) -> Message:
    return Message(kind, to, language, dict.fromkeys(places(kind, language), text))


async def by_mail(made: Message) -> Shape:
    letter = SmtpCarrier("smtp://127.0.0.1", "ODOP Mart <no-reply@mart.example.in>")._letter(made)
    shape, text = shapes.mail(letter.as_bytes())
    return (shape, len(text.splitlines())), text


async def by_terminal(made: Message) -> Shape:
    page = io.StringIO()
    await ConsoleCarrier(Console(file=page, width=4_000)).carry(made)
    found = shapes.lines(page.getvalue())
    return len(found), page.getvalue()


async def by_sms(made: Message) -> Shape:
    """The text of an SMS: its last line may fill in a code by itself."""
    text = made.text.body
    assert not shapes.commands(text, keep="\n"), repr(text)
    return len(text.split("\n")), text


WAYS: dict[str, tuple[str, Callable[[Message], Awaitable[Shape]]]] = {
    SmtpCarrier.__name__: (MAIL, by_mail),
    ConsoleCarrier.__name__: (MAIL, by_terminal),
    SmsCarrier.__name__: (TELEPHONE, by_sms),
}


def test_every_output_has_a_row() -> None:
    assert classes_with("carry", "integrations.notify") - {"Carrier"} == set(WAYS)


KINDS = tuple(Kind)
# All have one way of being put together: each kind takes some of the texts, all of them take all.
SHARE = 5


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", Kind)
async def test_hostile_input_does_not_change_a_message(kind: Kind, way: str) -> None:
    to, carried = WAYS[way]
    for language in Language:
        taken = places(kind, language)
        usual, told = await carried(message(kind, language, HARMLESS, to))
        assert told.count(HARMLESS) >= len(taken & body_places(kind, language))
        for text in list(HOSTILE.values())[KINDS.index(kind) % SHARE :: SHARE]:
            shape, told = await carried(message(kind, language, text, to))
            assert shape == usual, text
            assert MARK in told or not body_places(kind, language), text


async def test_an_sms_is_one_text_to_one_telephone() -> None:
    gateway = Gateway()
    server = await asyncio.start_server(gateway.answer, "127.0.0.1", 0)
    gateway.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/send"
    carrier = SmsCarrier(gateway.url, "secret", "ODOPMT", "1701", {"invitation-hi": "1107"})
    async with server:
        for text in HOSTILE.values():
            await carrier.carry(message(Kind.INVITATION, Language.HI, text, TELEPHONE))
        await carrier.close()
    assert len(gateway.requests) == len(HOSTILE)
    for _, body in gateway.requests:
        assert body["to"] == TELEPHONE
        assert set(body) == {"to", "sender", "entityId", "templateId", "text", "unicode"}
