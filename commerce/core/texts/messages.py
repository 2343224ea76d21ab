"""Messages to people, in Hindi and English."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from auth.inputs.text_input import fold_line
from commerce.core.texts.language import Language
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.message_texts import TEXTS, Text
from settings import settings


@dataclass(frozen=True, slots=True)
class Message:
    """A message to a person. `to` is a normalised phone number or e-mail address."""

    kind: Kind
    to: str
    language: Language
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_mail(self) -> bool:
        return "@" in self.to

    @property
    def text(self) -> Text:
        text = TEXTS[self.kind][self.language]
        body = text.body if self.is_mail else text.body + text.sms_end
        # Values stay on their line, so that nobody's name can add a last line to the message.
        lines = {name: fold_line(value) for name, value in self.values.items()}
        values = {"domain": urlsplit(settings().storefront).hostname, **lines}
        return Text(text.subject.format(**values), body.format(**values))

    def __repr__(self) -> str:
        """A description without recipient and secrets, for logs."""
        return f"<Message {self.kind}-{self.language}>"
