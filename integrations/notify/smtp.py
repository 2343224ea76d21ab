"""E-mail over SMTP."""

import asyncio
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib

from auth.url_forms import MAIL_SERVER
from commerce.core.ports import NotDelivered
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from commerce.operations.production_settings import is_loopback
from settings import Misconfigured, Settings

TIMEOUT_SECONDS = 15  # for each answer
MAX_SECONDS = 45  # for a letter, before the goodbye; the library bounds the bytes of an answer
PORTS = {"smtp": 587, "smtps": 465}


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities trusted here. Reading them takes tens of milliseconds: once a process."""
    return ssl.create_default_context()


class _Client(aiosmtplib.SMTP):
    """A client that says whether it has begun to send a letter's text."""

    has_sent_text = False

    async def data(self, message: str | bytes, /, **more: Any) -> aiosmtplib.SMTPResponse:
        self.has_sent_text = True
        return await super().data(message, **more)


class SmtpCarrier:
    """Hands mail to the server at `url`: smtps://, or smtp:// by STARTTLS.

    A server that offers no STARTTLS is sent nothing, since whoever stands between could have taken
    the offer away; only a server on this machine is spoken to in the clear.
    """

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        if not MAIL_SERVER.fits(url) or not parts.hostname:
            raise Misconfigured(
                "ODOP_SMTP_URL is not a mail server address. Write it like"
                " smtp://user:password@host:587 or smtps://…"
            )
        if not parseaddr(sender)[1]:
            raise Misconfigured(
                "ODOP_MAIL_FROM is not a sender. Write it like ODOP Mart <no-reply@your-domain>."
            )
        self._sender = sender
        self._host, self._port = parts.hostname, parts.port or PORTS[parts.scheme]
        self._is_tls = parts.scheme == "smtps"
        # aiosmtplib: True demands it, None takes it where it is offered.
        self._starttls = None if self._is_tls or is_loopback(parts.hostname) else True
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None

    def sends(self, kind: Kind) -> bool:
        return True

    async def carry(self, message: Message) -> None:
        client = _Client(
            hostname=self._host,
            port=self._port,
            username=self._user,
            password=self._password,
            use_tls=self._is_tls,
            start_tls=self._starttls,
            timeout=TIMEOUT_SECONDS,
            tls_context=await asyncio.to_thread(_trusted),
        )
        try:
            async with asyncio.timeout(MAX_SECONDS), client:
                await client.send_message(self._letter(message))
        except aiosmtplib.SMTPResponseException as error:
            # RFC 5321, 4.2.1: 4yz may be tried again, 5yz not.
            is_retryable = 400 <= error.code < 500
            raise NotDelivered(
                f"the mail server answered {error.code}", is_retryable=is_retryable
            ) from None
        except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPNotSupported):
            raise NotDelivered("the mail server rejected the mail", is_retryable=False) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise NotDelivered(
                f"no answer from the mail server: {type(error).__name__}",
                is_retryable=True,
                may_have_arrived=client.has_sent_text,
            ) from None

    def _letter(self, message: Message) -> EmailMessage:
        text, letter = message.text, EmailMessage()
        letter["From"], letter["To"] = self._sender, message.to
        letter["Subject"] = text.subject
        letter["Date"] = formatdate(usegmt=True)
        letter["Message-ID"] = make_msgid(domain=parseaddr(self._sender)[1].rpartition("@")[2])
        # RFC 3834: nobody answers it by machine.
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(text.body)
        letter["Content-Language"] = message.language.value
        return letter


def carrier(current: Settings) -> SmtpCarrier:
    """Raises Misconfigured."""
    return SmtpCarrier(current.smtp_url, current.mail_from)
