"""What errors outside of payloads say, in English and in Hindi.

A person may be shown them: an app has nothing better to say when it is sent away. An error that is
raised in English alone is about the app's request, not the person's doing: to a reader of Hindi
`BY_CODE` says what that means, with the English detail behind it for whoever mends the app.
"""

from collections.abc import Mapping
from typing import Any, Final

from commerce.core.texts.input_texts import Texts
from commerce.core.texts.language import filled_in
from graph.query_limits import MAX_PAGE_ITEMS

TOO_OFTEN: Final[Texts] = (
    "Too many requests. Try again in {seconds} seconds.",
    "बहुत सारे अनुरोध आ गए। {seconds} सेकंड बाद फिर कोशिश करें।",
)
TOO_MANY_SUBSCRIPTIONS: Final[Texts] = (
    "A socket has at most {most} subscriptions.",
    "एक कनेक्शन पर एक साथ अधिकतम {most} सदस्यताएँ चल सकती हैं।",
)
DATABASE_TOO_SLOW: Final[Texts] = (
    "The database took too long. Ask for less, or again later.",
    "जवाब आने में बहुत देर लगी। थोड़ी देर बाद फिर कोशिश करें।",
)
TOOK_TOO_LONG: Final[Texts] = (
    "The request took longer than {seconds:g} seconds.",
    "इसमें {seconds:g} सेकंड से ज़्यादा लग गए। थोड़ी देर बाद फिर कोशिश करें।",
)
NOT_ALLOWED: Final[Texts] = ("You don't have permission for this.", "आपको इसकी अनुमति नहीं है।")
SIGN_IN: Final[Texts] = ("Sign in to do this.", "इसके लिए साइन इन करें।")
TOKEN_ENDED: Final[Texts] = (
    "The access token is invalid or has expired. Refresh it, or sign in again.",
    "आपके साइन-इन का समय बीत चुका है। फिर से साइन इन करें।",
)
SECOND_FACTOR: Final[Texts] = (
    "Enter a code of your authenticator app first, by sessionConfirm.",
    "पहले ऑथेंटिकेटर ऐप के कोड से अपनी पहचान की पुष्टि करें।",
)
INTROSPECTION_CLOSED: Final[Texts] = (
    "Sign in to read the schema.",
    "यह जानकारी केवल साइन इन करने वालों के लिए है।",
)
FAILED: Final[Texts] = (
    "Something went wrong on our side. Tell us the request id.",
    "हमारी ओर से कुछ गड़बड़ हो गई। हमें अनुरोध संख्या (request id) बताएँ।",
)
TOO_COSTLY: Final[Texts] = (
    "An operation costs at most {most} points; this one may cost {points}. Ask for smaller pages.",
    "एक बार में इतना नहीं दिखाया जा सकता: सीमा {most} अंक है, यहाँ {points} लग सकते हैं। कम चीज़ें माँगें।",
)
UNSPECIFIED: Final[Texts] = ("more than can be told", "उससे कहीं ज़्यादा")
ANSWER_TOO_LARGE: Final[Texts] = (
    "The answer has more than {most} objects. Ask for smaller pages.",
    "जवाब में {most} से ज़्यादा चीज़ें हैं। कम चीज़ें माँगें।",
)
ANSWER_TOO_LONG: Final[Texts] = (
    "The answer has more than {most} bytes. Ask for smaller pages or fewer long texts.",
    "जवाब {most} बाइट से बड़ा है। कम चीज़ें या कम लंबे विवरण माँगें।",
)
TOO_MANY_FIELDS: Final[Texts] = (
    "At most {most} {what} may be asked for at once.",
    "एक बार में अधिकतम {most} {what} माँगे जा सकते हैं।",
)
REPEATED: Final[Texts] = (
    "The same field may be asked for at most {most} times of one parent: {name}.",
    "एक ही फ़ील्ड एक जगह अधिकतम {most} बार माँगा जा सकता है: {name}।",
)
SCHEMA_ONCE: Final[Texts] = (
    "Ask for __schema or for one __type, once.",
    "__schema या एक __type एक ही बार माँगें।",
)
SCHEMA_ALONE: Final[Texts] = (
    "Ask for the schema in an operation of its own.",
    "स्कीमा को अलग ऑपरेशन में माँगें।",
)
SCHEMA_FIELDS_ONCE: Final[Texts] = (
    "Ask for each field of the schema once, under its own name.",
    "स्कीमा का हर फ़ील्ड एक ही बार, उसके अपने नाम से माँगें।",
)
TOO_MANY_ITEMS: Final[Texts] = (
    "At most {most} items may be given here.",
    "यहाँ अधिकतम {most} चीज़ें दी जा सकती हैं।",
)
TOO_MANY_CHARACTERS: Final[Texts] = (
    "At most {most} characters may be given here.",
    "यहाँ अधिकतम {most} अक्षर लिखे जा सकते हैं।",
)
ONE_OBJECT: Final[Texts] = (
    "This is one object, not a list.",
    "यहाँ सूची नहीं, एक ही ऑब्जेक्ट दें।",
)
ONE_VALUE: Final[Texts] = (
    "This is one value, neither a list nor an object.",
    "यहाँ एक ही मान दें, सूची या ऑब्जेक्ट नहीं।",
)
TOO_MANY_VARIABLES: Final[Texts] = (
    "At most {most} variables may be given.",
    "अधिकतम {most} वेरिएबल दिए जा सकते हैं।",
)
HAS_TOO_MANY_VARIABLES: Final[Texts] = (
    "An operation has at most {most} variables.",
    "एक ऑपरेशन में अधिकतम {most} वेरिएबल हो सकते हैं।",
)
NO_ID: Final[Texts] = ("That is not an id of this shop.", "यह इस दुकान की आईडी नहीं है।")
TOO_MANY_IDS: Final[Texts] = (
    "At most {most} ids may be asked for at once.",
    "एक बार में अधिकतम {most} आईडी माँगी जा सकती हैं।",
)
NO_CURSOR: Final[Texts] = (
    "That is not a cursor of this list.",
    "यह इस सूची का कर्सर नहीं है।",
)
CURSOR_OF_ANOTHER_ORDER: Final[Texts] = (
    "That cursor belongs to another order of this list.",
    "यह कर्सर इस सूची के किसी दूसरे क्रम का है।",
)
FIRST_OR_LAST: Final[Texts] = (
    "Ask for the first or for the last, not for both.",
    "शुरू की चीज़ें माँगें या आख़िर की, दोनों नहीं।",
)
PAGE_SIZE: Final[Texts] = (
    f"A page has 0 to {MAX_PAGE_ITEMS} items.",
    f"एक पेज पर 0 से {MAX_PAGE_ITEMS} चीज़ें हो सकती हैं।",
)
PICTURE_WIDTH: Final[Texts] = (
    "A picture is 1 to {most} pixels wide.",
    "चित्र की चौड़ाई 1 से {most} पिक्सेल हो सकती है।",
)
TOO_MANY_RELATED: Final[Texts] = (
    "Ask for 0 to {most} related products.",
    "मिलती-जुलती 0 से {most} तक चीज़ें माँगें।",
)
TOO_MANY_SUGGESTIONS: Final[Texts] = (
    "Ask for 0 to {most} suggestions.",
    "0 से {most} तक सुझाव माँगें।",
)
NAME_TOO_LONG: Final[Texts] = (
    "A name has at most 80 characters.",
    "नाम में अधिकतम 80 अक्षर लिखें।",
)
SEARCH_TOO_LONG: Final[Texts] = (
    "A search has at most {most} characters.",
    "खोज में अधिकतम {most} अक्षर लिखें।",
)
DECIMAL_FORM: Final[Texts] = (
    'A decimal is written as a string, as in "3000.00".',
    'राशि को टेक्स्ट के रूप में दें, जैसे "3000.00"।',
)
DECIMAL_SIZE: Final[Texts] = (
    "A decimal has up to twelve digits and at most two decimal places.",
    "राशि में अधिकतम बारह अंक और दशमलव के बाद दो अंक लिखें, जैसे 3000.00।",
)
COUNTRY_FORM: Final[Texts] = (
    "A country is two capital letters of ISO 3166-1, as in IN.",
    "देश के दो अक्षर लिखें, जैसे IN।",
)
TIME_FORM: Final[Texts] = (
    "A time is written as in 2026-01-31T18:30:00Z.",
    "समय ऐसे लिखें: 2026-01-31T18:30:00Z।",
)
LANGUAGE_IS_NULL: Final[Texts] = (
    "Argument 'language' of @inContext must not be null.",
    "@inContext में भाषा देना ज़रूरी है।",
)
NUMBER_TOO_LARGE: Final[Texts] = (
    "The number of the variable ${name} is too large.",
    "वेरिएबल ${name} की संख्या बहुत बड़ी है।",
)
BROKEN_VARIABLE: Final[Texts] = (
    "The variable ${name} has half a surrogate pair, which is no text.",
    "वेरिएबल ${name} का टेक्स्ट अधूरा है।",
)
NO_SUCH_ORDER: Final[Texts] = ("We couldn't find this order.", "यह ऑर्डर नहीं मिला।")
MISSED: Final[Texts] = (
    "Some updates may have been missed. Read the current state, then subscribe again.",
    "हो सकता है कुछ सूचनाएँ छूट गई हों। पेज को फिर से खोलें।",
)
# What documents ask too much of.
OPERATIONS: Final[Texts] = ("operations in a document", "ऑपरेशन एक डॉक्यूमेंट में")
FRAGMENTS: Final[Texts] = ("fragments in a document", "फ़्रैगमेंट एक डॉक्यूमेंट में")
MUTATION_FIELDS: Final[Texts] = ("fields of a mutation", "बदलाव")
DEPTH: Final[Texts] = ("fields within each other", "स्तर एक-दूसरे के भीतर")
NAME_CHARACTERS: Final[Texts] = ("characters in a name", "अक्षर एक नाम में")
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
KEY_EXPIRED: Final[Texts] = ("The API key has expired.", "एपीआई कुंजी की अवधि बीत चुकी है।")
SESSION_ENDED: Final[Texts] = ("The session has ended.", "आप साइन आउट हो चुके हैं।")
SIGN_IN_TOO_SLOW: Final[Texts] = (
    "Signing in took too long. Try again later.",
    "साइन-इन में देर लगी। बाद में कोशिश करें।",
)
SERVER_FULL: Final[Texts] = (
    "This server has too many open connections. Try again later.",
    "अभी बहुत भीड़ है। थोड़ी देर बाद आएँ।",
)
NETWORK_FULL: Final[Texts] = (
    "Your network has {most} open connections already. Try again later.",
    "आपके नेटवर्क से {most} कनेक्शन खुले हैं।",
)
ACCOUNT_FULL: Final[Texts] = (
    "This account has {most} open connections already. Close one and try again.",
    "आपके {most} कनेक्शन खुले हैं। एक बंद करें।",
)
SOCKET_TOO_OFTEN: Final[Texts] = (
    "Too many requests. Try again in {seconds} seconds.",
    "बहुत अनुरोध। {seconds} सेकंड बाद कोशिश करें।",
)
SOCKET_FAILED: Final[Texts] = (FAILED[0], "हमारी ओर से कुछ गड़बड़ हो गई।")

APP_IS_WRONG = "ऐप का अनुरोध सही रूप में नहीं है"
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
    """What a reader of Hindi is told by an error that was raised in English alone."""
    meaning = BY_CODE.get(code)
    return message if meaning is None else f"{meaning}: {message}"
