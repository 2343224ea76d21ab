"""What parsers make of an output: nothing of it may depend on a person's text."""

import json
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

ADDRESSES = frozenset({"href", "src", "action", "formaction", "poster", "data", "xlink:href"})


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Any] = []
        self.text = ""
        self.values = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        schemes = [urlsplit(value or "").scheme for name, value in attrs if name in ADDRESSES]
        self.found.append((tag, tuple(sorted(name for name, _ in attrs)), tuple(schemes)))
        self.values += "".join(value or "" for _, value in attrs)

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.found.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.found.append(decl.lower())

    def unknown_decl(self, data: str) -> None:
        self.found.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.found.append("instruction")

    def handle_data(self, data: str) -> None:
        self.text += data


def html(page: str) -> tuple[Any, str]:
    """Its elements with the names of their attributes, and what is read of it."""
    parser = _Elements()
    parser.feed(page)
    parser.close()
    return parser.found, parser.text + parser.values


def script(data: str) -> tuple[Any, str]:
    """JSON inside of a script element: the page around it, and what is in it."""
    elements, text = html(f'<script type="application/ld+json">{data}</script><p>after</p>')
    assert not {"\u2028", "\u2029"} & set(data)
    assert text.removesuffix("application/ld+json").endswith("after")
    return (elements, skeleton(json.loads(data))), json.dumps(json.loads(data), ensure_ascii=False)


def xml(document: str) -> Any:
    return [(each.tag, sorted(each.attrib)) for each in ET.fromstring(document).iter()]


def skeleton(value: Any) -> Any:
    """JSON without its texts: keys, lengths and kinds."""
    if isinstance(value, dict):
        return {name: skeleton(each) for name, each in value.items()}
    if isinstance(value, list):
        return [skeleton(each) for each in value]
    return type(value).__name__


def headers(given: Iterable[tuple[bytes, bytes]]) -> Any:
    """Names alone: a value may be another one, but never hold what ends a line."""
    names = []
    for name, value in given:
        assert not any((byte < 32 and byte != 9) or byte == 127 for byte in value), (name, value)
        names.append(name.lower())
    return sorted(names)


def mail(letter: bytes) -> tuple[Any, str]:
    """Names of its headers, how many it goes to, its parts, and what is read of it."""
    found: EmailMessage = BytesParser(policy=SMTP).parsebytes(letter)
    assert not found.defects
    to = [str(each) for each in found["To"].addresses]
    shape = (found.keys(), len(to), [part.get_content_type() for part in found.walk()])
    for name, value in found.items():
        assert not commands(str(value)), (name, value)
    return shape, f"{found['Subject']}\n{found.get_content()}"


def commands(text: str, keep: str = "") -> str:
    """The characters by which a text tells a terminal, or the reader of a log, what to do."""
    return "".join(
        c
        for c in text
        if c not in keep
        and (
            unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")
            or c in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
        )
    )


def lines(text: str) -> list[str]:
    """What a reader of lines takes for one. Nothing else in it may be a command."""
    assert not commands(text, keep="\n"), repr(text)
    return text.splitlines()
