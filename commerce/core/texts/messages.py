"""What the mart writes to people, in Hindi and English."""

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
    """One message to one person. `to` is a telephone or an e-mail in its one form."""

    kind: Kind
    to: str
    language: Language
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_mail(self) -> bool:
        return "@" in self.to

    @property
    def text(self) -> Text:
        found = TEXTS[self.kind][self.language]
        body = found.body if self.is_mail else found.body + found.sms_end
        # What stands in a message is in its line: nobody's name makes a last line of its own.
        own = {name: fold_line(value) for name, value in self.values.items()}
        values = {"domain": urlsplit(settings().storefront).hostname, **own}
        return Text(found.subject.format(**values), body.format(**values))

    def __repr__(self) -> str:
        """Without the person and the secret, for logs."""
        return f"<Message {self.kind}-{self.language}>"
