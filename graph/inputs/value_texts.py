"""Errors for values that do not match their type, in English and Hindi.

graphql-core finds it and says so in words of its own, with names of types and with what was sent.
A person may have typed it into a form: they are told what to enter. Which variable or argument it
is, and where in it, stands in front of the text and in `extensions`.
"""

import re
from typing import Final, NamedTuple

from commerce.core.texts.input_texts import Texts

# A value that nothing more is known of.
DOES_NOT_FIT: Final[Texts] = ("Check this value.", "यह मान सही नहीं है।")
REQUIRED: Final[Texts] = ("This is required.", "यह देना ज़रूरी है।")
OF_INPUT = re.compile(
    r"(?:Variable '(?P<variable>\$\w+)'|Argument '(?P<argument>\w+)')"
    r"(?: has invalid (?:default )?value(?: at (?P<at>\S+))?:)? (?P<said>.*)",
    re.S,
)
# The parts of a path as graphql-core prints it: `.lines[0].quantity`.
PARTS = re.compile(r"[^.\[\]]+")
TYPE = r"(?:value of )?type '[^']*'"
VALUES: Final = tuple(
    (re.compile(pattern, re.S), texts)
    for pattern, texts in (
        (
            rf"Expected {TYPE} to include required field '(?P<field>\w+)'",
            (r"\g<field> is required.", r"\g<field> देना ज़रूरी है।"),
        ),
        (
            rf"Expected {TYPE} not to include unknown field '(?P<field>.*?)'",
            (r"Unknown field \g<field>.", r"\g<field> नाम का कोई फ़ील्ड नहीं है।"),
        ),
        (
            r"Expected (?:a )?value of non-null type '.*' (?:not to be None|to be provided)",
            REQUIRED,
        ),
        (r"Expected variable '.*' provided to ", REQUIRED),
        (r"of required type '.*' was not provided", REQUIRED),
        (
            rf"Expected {TYPE} to be an object",
            ("Give an object here.", "यहाँ एक ऑब्जेक्ट दें।"),
        ),
        (
            r"Within OneOf Input Object type|Expected variable '.*' provided to field",
            ("Give exactly one of these.", "इनमें से कोई एक ही दें।"),
        ),
        (
            r"Int cannot represent non 32-bit",
            ("This number is too large or too small.", "यह संख्या सीमा से बाहर है।"),
        ),
        (r"Int cannot represent", ("Enter a whole number.", "पूर्ण संख्या दें।")),
        (r"Float cannot represent", ("Enter a number.", "संख्या दें।")),
        (r"Boolean cannot represent", ("Enter true or false.", "true या false दें।")),
        (r"(?:String|ID) cannot represent", ("Enter text.", "यहाँ टेक्स्ट दें।")),
        (
            r"Value '.*' does not exist in '(?P<enum>\w+)' enum"
            r"|Enum '(?P<other>\w+)' cannot represent",
            (
                r"Choose a value of \g<enum>\g<other>.",
                r"\g<enum>\g<other> के मानों में से एक चुनें।",
            ),
        ),
        (
            r"Too many errors processing variables",
            ("Too many values are not valid.", "बहुत सारे मान सही नहीं हैं।"),
        ),
        (
            r"Variable values are nested too deeply",
            ("The values are nested too deeply.", "मान बहुत ज़्यादा स्तरों में हैं।"),
        ),
        (rf"Expected {TYPE},|Invalid argument", DOES_NOT_FIT),
    )
)


class InputFault(NamedTuple):
    """An invalid value of a request: `place` as in `$input.lines[0]`, and why."""

    place: str
    # Its parts, by whether it is a variable or an argument.
    extensions: dict[str, list[str]]
    texts: Texts


def input_fault(message: str) -> InputFault | None:
    """The parts of a graphql-core message about a variable or argument; None for others."""
    found = OF_INPUT.match(message)
    if found is None:
        return None
    name, at = found["variable"] or found["argument"], found["at"] or ""
    kind = "variable" if found["variable"] else "argument"
    parts = [name.removeprefix("$"), *PARTS.findall(at)]
    return InputFault(name + at, {kind: parts}, texts_of_value(found["said"]) or DOES_NOT_FIT)


def texts_of_value(message: str) -> Texts | None:
    """Our texts for a graphql-core message about a value; None for others."""
    for pattern, (english, hindi) in VALUES:
        if (found := pattern.match(message)) is not None:
            return found.expand(english), found.expand(hindi)
    return None
