"""Texts of errors outside payloads, in English and Hindi.

A person may be shown them: an app has nothing better to say when it is sent away. An error that is
raised in English alone is about the app's request, not the person's doing: to a reader of Hindi
`BY_CODE` says what that means, with the English detail behind it for whoever mends the app.
"""

from collections.abc import Mapping
from typing import Any, Final

from commerce.core.texts.input_texts import Texts
from commerce.core.texts.language import filled_in
from graph.limits.query_limits import MAX_PAGE_ITEMS

TOO_OFTEN: Final[Texts] = (
    "Too many requests. Try again in {seconds} seconds.",
    "बहुत सारे अनुरोध आ गए। {seconds} सेकंड बाद फिर कोशिश करें।",
)
TOO_MANY_SUBSCRIPTIONS: Final[Texts] = (
    "A connection can have at most {most} subscriptions.",
    "एक कनेक्शन पर एक साथ अधिकतम {most} सब्सक्रिप्शन चल सकते हैं।",
)
DATABASE_TOO_SLOW: Final[Texts] = (
    "The database took too long. Request less data, or try again later.",
    "डेटाबेस को जवाब देने में बहुत देर लगी। कम जानकारी माँगें या थोड़ी देर बाद फिर कोशिश करें।",
)
DATABASE_AWAY: Final[Texts] = (
    "The shop can't be reached right now. Try again in a moment. If you changed something, check"
    " first whether it was saved.",
    "दुकान से अभी संपर्क नहीं हो पा रहा है। थोड़ी देर बाद फिर कोशिश करें। कुछ बदला था तो पहले देख लें कि वह"
    " सहेजा गया या नहीं।",
)
TOOK_TOO_LONG: Final[Texts] = (
    "The request took longer than {seconds:g} seconds. If you changed something, check first"
    " whether it was saved, then try again.",
    "इसमें {seconds:g} सेकंड से ज़्यादा लग गए। कुछ बदला था तो पहले देख लें कि वह सहेजा गया या नहीं, फिर कोशिश"
    " करें।",
)
NOT_ALLOWED: Final[Texts] = ("You don't have permission to do this.", "आपको इसकी अनुमति नहीं है।")
SIGN_IN: Final[Texts] = ("Sign in to do this.", "इसके लिए साइन इन करें।")
TOKEN_ENDED: Final[Texts] = (
    "The access token is invalid or has expired. Refresh it, or sign in again.",
    "आपके साइन-इन का समय बीत चुका है। फिर से साइन इन करें।",
)
SECOND_FACTOR: Final[Texts] = (
    "Enter a code from your authenticator app first (sessionConfirm).",
    "पहले ऑथेंटिकेटर ऐप के कोड से अपनी पहचान की पुष्टि करें।",
)
# Of staff and officers, whose account may have no app yet.
SECOND_FACTOR_OR_APP: Final[Texts] = (
    "Enter a code from your authenticator app first (sessionConfirm). If you have no app yet, set"
    " one up (secondFactorBegin).",
    "पहले ऑथेंटिकेटर ऐप का कोड डालें (sessionConfirm)। अगर ऐप नहीं जोड़ा है तो उसे जोड़ें (secondFactorBegin)।",
)
INTROSPECTION_CLOSED: Final[Texts] = (
    "Sign in to read the schema.",
    "यह जानकारी केवल साइन इन करने वालों के लिए है।",
)
FAILED: Final[Texts] = (
    "Something went wrong on our side. If you contact us, tell us the request ID.",
    "हमारी ओर से कुछ गड़बड़ हो गई। हमसे संपर्क करें तो अनुरोध संख्या (request ID) बताएँ।",
)
TOO_COSTLY: Final[Texts] = (
    "An operation can cost at most {most} points; this one could cost {points}. Request smaller"
    " pages.",
    "एक बार में इतना नहीं दिखाया जा सकता: सीमा {most} अंक है, यहाँ {points} लग सकते हैं। कम चीज़ें माँगें।",
)
UNSPECIFIED: Final[Texts] = ("far more than that", "उससे कहीं ज़्यादा")
ANSWER_TOO_LARGE: Final[Texts] = (
    "The response has more than {most} objects. Request smaller pages.",
    "जवाब में {most} से ज़्यादा चीज़ें हैं। कम चीज़ें माँगें।",
)
ANSWER_TOO_LONG: Final[Texts] = (
    "The response is larger than {most} bytes. Request smaller pages or fewer long texts.",
    "जवाब {most} बाइट से बड़ा है। कम चीज़ें या कम लंबे विवरण माँगें।",
)
TOO_MANY_FIELDS: Final[Texts] = (
    "At most {most} {what} are allowed.",
    "{what} अधिकतम {most} हो सकते हैं।",
)
REPEATED: Final[Texts] = (
    "The same field can be requested at most {most} times on one parent: {name}.",
    "एक ही फ़ील्ड एक जगह अधिकतम {most} बार माँगा जा सकता है: {name}।",
)
SCHEMA_ONCE: Final[Texts] = (
    "Request either __schema or one __type, only once.",
    "__schema या एक __type एक ही बार माँगें।",
)
SCHEMA_ALONE: Final[Texts] = (
    "Request the schema in a separate operation.",
    "स्कीमा को अलग ऑपरेशन में माँगें।",
)
SCHEMA_FIELDS_ONCE: Final[Texts] = (
    "Request each schema field only once, without an alias.",
    "स्कीमा का हर फ़ील्ड एक ही बार, बिना alias के माँगें।",
)
TOO_MANY_ITEMS: Final[Texts] = (
    "Give at most {most} items here.",
    "यहाँ अधिकतम {most} चीज़ें दी जा सकती हैं।",
)
TOO_MANY_CHARACTERS: Final[Texts] = (
    "Use at most {most} characters here.",
    "यहाँ अधिकतम {most} अक्षर लिखे जा सकते हैं।",
)
ONE_OBJECT: Final[Texts] = (
    "Give one object here, not a list.",
    "यहाँ सूची नहीं, एक ही ऑब्जेक्ट दें।",
)
ONE_VALUE: Final[Texts] = (
    "Give a single value here, not a list or an object.",
    "यहाँ एक ही मान दें, सूची या ऑब्जेक्ट नहीं।",
)
TOO_MANY_VARIABLES: Final[Texts] = (
    "Give at most {most} variables.",
    "अधिकतम {most} वेरिएबल दिए जा सकते हैं।",
)
HAS_TOO_MANY_VARIABLES: Final[Texts] = (
    "An operation can have at most {most} variables.",
    "एक ऑपरेशन में अधिकतम {most} वेरिएबल हो सकते हैं।",
)
NO_ID: Final[Texts] = ("This ID is not valid.", "यह आईडी मान्य नहीं है।")
TOO_MANY_IDS: Final[Texts] = (
    "Request at most {most} IDs at once.",
    "एक बार में अधिकतम {most} आईडी माँगी जा सकती हैं।",
)
NO_CURSOR: Final[Texts] = (
    "This cursor is not valid for this list.",
    "यह कर्सर इस सूची के लिए मान्य नहीं है।",
)
CURSOR_OF_ANOTHER_ORDER: Final[Texts] = (
    "This cursor belongs to a different sort order of this list.",
    "यह कर्सर इस सूची के किसी दूसरे क्रम का है।",
)
FIRST_OR_LAST: Final[Texts] = (
    "Use either first or last, not both.",
    "first या last में से एक ही दें, दोनों नहीं।",
)
PAGE_SIZE: Final[Texts] = (
    f"A page can have 0 to {MAX_PAGE_ITEMS} items.",
    f"एक पेज पर 0 से {MAX_PAGE_ITEMS} चीज़ें हो सकती हैं।",
)
PICTURE_WIDTH: Final[Texts] = (
    "The picture width must be 1 to {most} pixels.",
    "तस्वीर की चौड़ाई 1 से {most} पिक्सेल हो सकती है।",
)
TOO_MANY_RELATED: Final[Texts] = (
    "Request 0 to {most} related products.",
    "0 से {most} तक मिलते-जुलते उत्पाद माँगें।",
)
TOO_MANY_SUGGESTIONS: Final[Texts] = (
    "Request 0 to {most} suggestions.",
    "0 से {most} तक सुझाव माँगें।",
)
NAME_TOO_LONG: Final[Texts] = (
    "Use at most 80 characters for the name.",
    "नाम में अधिकतम 80 अक्षर लिखें।",
)
SEARCH_TOO_LONG: Final[Texts] = (
    "Use at most {most} characters for a search.",
    "खोज में अधिकतम {most} अक्षर लिखें।",
)
DECIMAL_FORM: Final[Texts] = (
    'Give the decimal as a string, such as "3000.00".',
    'राशि को टेक्स्ट के रूप में दें, जैसे "3000.00"।',
)
DECIMAL_SIZE: Final[Texts] = (
    "A decimal can have up to twelve digits and at most two decimal places.",
    "राशि में अधिकतम बारह अंक और दशमलव के बाद दो अंक लिखें, जैसे 3000.00।",
)
COUNTRY_FORM: Final[Texts] = (
    "Use a two-letter country code (ISO 3166-1), such as IN.",
    "देश का दो अक्षरों वाला कोड लिखें, जैसे IN।",
)
DATE_FORM: Final[Texts] = (
    "Give the date in this format: 2026-01-31.",
    "तारीख़ ऐसे लिखें: 2026-01-31।",
)
TIME_FORM: Final[Texts] = (
    "Give the time in this format: 2026-01-31T18:30:00Z.",
    "समय ऐसे लिखें: 2026-01-31T18:30:00Z।",
)
LANGUAGE_IS_NULL: Final[Texts] = (
    "Argument 'language' of @inContext must not be null.",
    "@inContext में भाषा देना ज़रूरी है।",
)
NUMBER_TOO_LARGE: Final[Texts] = (
    "The number in variable ${name} is too large.",
    "वेरिएबल ${name} की संख्या बहुत बड़ी है।",
)
BROKEN_VARIABLE: Final[Texts] = (
    "The text in variable ${name} is not valid Unicode (unpaired surrogate).",
    "वेरिएबल ${name} का टेक्स्ट मान्य यूनिकोड नहीं है।",
)
NO_SUCH_ORDER: Final[Texts] = ("We couldn't find this order.", "यह ऑर्डर नहीं मिला।")
GONE: Final[Texts] = ("This is no longer available.", "यह अब उपलब्ध नहीं है।")
MISSED: Final[Texts] = (
    "Some updates may have been missed. Load the current state, then subscribe again.",
    "हो सकता है कुछ अपडेट छूट गए हों। पेज फिर से खोलें।",
)
# `what` of TOO_MANY_FIELDS.
OPERATIONS: Final[Texts] = ("operations in a document", "एक डॉक्यूमेंट में ऑपरेशन")
FRAGMENTS: Final[Texts] = ("fragments in a document", "एक डॉक्यूमेंट में फ़्रैगमेंट")
MUTATION_FIELDS: Final[Texts] = ("fields in a mutation", "एक बार में बदलाव")
DEPTH: Final[Texts] = ("levels of nested fields", "एक-दूसरे के भीतर फ़ील्ड के स्तर")
NAME_CHARACTERS: Final[Texts] = ("characters in a name", "एक नाम में अक्षर")
FIELDS: Final[Texts] = ("fields", "फ़ील्ड")
# Why a socket is closed; a close frame has room for 41 letters of Devanagari.
TOKEN_INVALID: Final[Texts] = (
    "The access token or API key is invalid or has expired.",
    "साइन-इन मान्य नहीं है। फिर से साइन इन करें।",
)
TOKEN_EXPIRED: Final[Texts] = (
    "The access token has expired.",
    "साइन-इन का समय बीत चुका है।",
)
KEY_EXPIRED: Final[Texts] = ("The API key has expired.", "API कुंजी की अवधि बीत चुकी है।")
SESSION_ENDED: Final[Texts] = ("The session has ended.", "आप साइन आउट हो चुके हैं।")
SIGN_IN_TOO_SLOW: Final[Texts] = (
    "Signing in took too long. Try again later.",
    "साइन-इन में देर लगी। बाद में कोशिश करें।",
)
SERVER_FULL: Final[Texts] = (
    "This server has too many open connections. Try again later.",
    "अभी बहुत भीड़ है। बाद में कोशिश करें।",
)
NETWORK_FULL: Final[Texts] = (
    "Your network already has {most} open connections. Try again later.",
    "आपके नेटवर्क से {most} कनेक्शन खुले हैं।",
)
ACCOUNT_FULL: Final[Texts] = (
    "This account already has {most} open connections. Close one and try again.",
    "आपके {most} कनेक्शन खुले हैं। एक बंद करें।",
)
SOCKET_TOO_OFTEN: Final[Texts] = (
    "Too many requests. Try again in {seconds} seconds.",
    "बहुत अनुरोध। {seconds} सेकंड बाद कोशिश करें।",
)
SOCKET_FAILED: Final[Texts] = (FAILED[0], "हमारी ओर से कुछ गड़बड़ हो गई।")

APP_IS_WRONG = "ऐप ने ग़लत अनुरोध भेजा है"
# What an error says to a reader of Hindi that was raised in English alone. Codes that are not here
# are for whoever writes documents, or the protocol's own word (docs/decisions/language.md).
BY_CODE: Final[Mapping[str, str]] = {
    "BAD_REQUEST": APP_IS_WRONG,
    "BAD_USER_INPUT": "यह मान सही नहीं है",
    "COST_LIMIT": "एक बार में इतना नहीं दिखाया जा सकता",
    "DOCUMENT_NOT_TRUSTED": "यह ऐप यहाँ मान्य नहीं है। ऐप अपडेट करें",
    "METHOD_NOT_ALLOWED": APP_IS_WRONG,
    "OPERATION_RESOLUTION_FAILURE": APP_IS_WRONG,
    "PAYLOAD_TOO_LARGE": "भेजी गई जानकारी बहुत बड़ी है",
    "UNSUPPORTED_MEDIA_TYPE": APP_IS_WRONG,
}


def filled(texts: Texts, **facts: Any) -> Texts:
    """Both texts with the facts in them; a fact that is a pair is in the text's language."""
    en = {name: value[0] if isinstance(value, tuple) else value for name, value in facts.items()}
    hi = {name: value[1] if isinstance(value, tuple) else value for name, value in facts.items()}
    english, hindi = texts
    return filled_in(english, en), hindi.format(**hi)


def in_hindi(message: str, code: str) -> str:
    """The Hindi text of an error that has an English message only."""
    meaning = BY_CODE.get(code)
    return message if meaning is None else f"{meaning}: {message}"
