"""How the shop says no."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any


class BadInput(ValueError):  # noqa: N818 -- the code it becomes is BAD_USER_INPUT
    """What was asked cannot be answered as it stands. `path` names the argument at fault."""

    def __init__(self, message: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.path = path


class Reason(StrEnum):
    """Why a person is refused something that they can put right. Programs act on it."""

    REQUIRED = "REQUIRED"
    INVALID = "INVALID"
    TOO_LONG = "TOO_LONG"
    NOT_FOUND = "NOT_FOUND"
    ALREADY_TAKEN = "ALREADY_TAKEN"
    LIMIT_REACHED = "LIMIT_REACHED"
    TOO_SOON = "TOO_SOON"
    TOO_MANY_TRIES = "TOO_MANY_TRIES"
    TOO_BUSY = "TOO_BUSY"
    COUNTRY_NOT_SERVED = "COUNTRY_NOT_SERVED"
    WRONG_CREDENTIALS = "WRONG_CREDENTIALS"
    WRONG_CODE = "WRONG_CODE"
    NOT_PROVED = "NOT_PROVED"
    LINK_EXPIRED = "LINK_EXPIRED"
    SESSION_ENDED = "SESSION_ENDED"
    PASSWORD_TOO_SHORT = "PASSWORD_TOO_SHORT"  # noqa: S105 - a code
    PASSWORD_TOO_COMMON = "PASSWORD_TOO_COMMON"  # noqa: S105 - a code
    PASSWORD_TOO_GUESSABLE = "PASSWORD_TOO_GUESSABLE"  # noqa: S105 - a code
    SIGN_IN_AGAIN = "SIGN_IN_AGAIN"
    LAST_OF_ITS_KIND = "LAST_OF_ITS_KIND"
    PINCODE_OF_ANOTHER_STATE = "PINCODE_OF_ANOTHER_STATE"
    CART_ORDERED = "CART_ORDERED"
    CART_NOT_READY = "CART_NOT_READY"
    OUT_OF_STOCK = "OUT_OF_STOCK"
    TOTAL_CHANGED = "TOTAL_CHANGED"
    CASH_ON_DELIVERY_NOT_ALLOWED = "CASH_ON_DELIVERY_NOT_ALLOWED"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    PAYMENT_GATEWAY_UNAVAILABLE = "PAYMENT_GATEWAY_UNAVAILABLE"
    PAYMENT_NOT_VERIFIED = "PAYMENT_NOT_VERIFIED"
    PAYMENT_REFUSED = "PAYMENT_REFUSED"
    TOO_LATE = "TOO_LATE"
    NOTHING_LEFT = "NOTHING_LEFT"
    INVITATION_ENDED = "INVITATION_ENDED"


# In English and in Hindi; `{names}` are facts of the refusal.
TEXTS: Mapping[Reason, tuple[str, str]] = {
    Reason.REQUIRED: ("This is needed.", "यह ज़रूरी है।"),
    Reason.INVALID: ("This is not written as it should be.", "यह सही ढंग से नहीं लिखा है।"),
    Reason.TOO_LONG: (
        "This may have at most {most} characters.",
        "इसमें ज़्यादा से ज़्यादा {most} अक्षर हो सकते हैं।",
    ),
    Reason.NOT_FOUND: ("There is none to be found.", "ऐसा कुछ नहीं मिला।"),
    Reason.ALREADY_TAKEN: (
        "It belongs to an account already. Sign in with it, or use another one.",
        "यह पहले से किसी खाते में है। इसी से साइन इन करें, या कोई दूसरा दें।",
    ),
    Reason.LIMIT_REACHED: ("There can be at most {most}.", "ज़्यादा से ज़्यादा {most} हो सकते हैं।"),
    Reason.TOO_SOON: (
        "Wait {seconds} seconds, then ask again.",
        "{seconds} सेकंड रुककर फिर कोशिश करें।",
    ),
    Reason.TOO_MANY_TRIES: (
        "Tried too often. Try again in {minutes} minutes.",
        "बहुत बार कोशिश हो चुकी है। {minutes} मिनट बाद फिर कोशिश करें।",
    ),
    Reason.TOO_BUSY: (
        "Many are signing in at this moment. Try again in {seconds} seconds.",
        "इस समय बहुत लोग साइन इन कर रहे हैं। {seconds} सेकंड बाद फिर कोशिश करें।",
    ),
    Reason.COUNTRY_NOT_SERVED: (
        "We can send messages to Indian numbers only. Use one that begins with +91, or an e-mail.",
        "हम केवल भारतीय नंबरों पर संदेश भेज सकते हैं। +91 वाला नंबर दें, या ई-मेल।",
    ),
    Reason.WRONG_CREDENTIALS: (
        "E-mail and password do not fit each other.",
        "ई-मेल और पासवर्ड मेल नहीं खाते।",
    ),
    Reason.WRONG_CODE: (
        "The code is wrong or no longer good. Tries left: {left}.",
        "कोड ग़लत है या अब काम का नहीं। बची कोशिशें: {left}।",
    ),
    Reason.NOT_PROVED: (
        "Confirm this with a code first. The code was not entered, or too long ago.",
        "पहले कोड से इसकी पुष्टि करें। कोड दिया नहीं गया, या बहुत देर हो चुकी है।",
    ),
    Reason.LINK_EXPIRED: (
        "The link was used or is too old. Ask for a new one.",
        "लिंक इस्तेमाल हो चुका है या पुराना है। नया लिंक मँगाएँ।",
    ),
    Reason.SESSION_ENDED: (
        "You are signed out here. Sign in again.",
        "आप यहाँ साइन आउट हो चुके हैं। फिर से साइन इन करें।",
    ),
    Reason.PASSWORD_TOO_SHORT: (
        "A password has at least {least} characters.",
        "पासवर्ड में कम से कम {least} अक्षर हों।",
    ),
    Reason.PASSWORD_TOO_COMMON: (
        "Everybody tries this password first. Choose another one.",
        "यह पासवर्ड सब पहले आज़माते हैं। कोई दूसरा चुनें।",
    ),
    Reason.PASSWORD_TOO_GUESSABLE: (
        "This password is easy to guess. Choose one that is more than your name, e-mail, telephone"
        " or the shop's name with a few digits.",
        "यह पासवर्ड आसानी से पता चल सकता है। अपने नाम, ई-मेल, फ़ोन या दुकान के नाम से अलग पासवर्ड चुनें।",
    ),
    Reason.SIGN_IN_AGAIN: (
        "This wants a fresh sign-in. Sign in again, then repeat it.",
        "इसके लिए नया साइन इन चाहिए। फिर से साइन इन करके दोहराएँ।",
    ),
    Reason.LAST_OF_ITS_KIND: (
        "This is the last one, and one has to stay.",
        "यह आख़िरी है, और एक का रहना ज़रूरी है।",
    ),
    Reason.PINCODE_OF_ANOTHER_STATE: (
        "The PIN code {pincode} is not in the State you named.",
        "पिन कोड {pincode} आपके बताए राज्य में नहीं है।",
    ),
    Reason.CART_ORDERED: (
        "This cart was ordered already. Begin a new one.",
        "इस कार्ट का ऑर्डर हो चुका है। नया कार्ट बनाएँ।",
    ),
    Reason.CART_NOT_READY: ("{problem_en}", "{problem_hi}"),
    Reason.OUT_OF_STOCK: ("Only {available} left.", "केवल {available} बचे हैं।"),
    Reason.TOTAL_CHANGED: (
        "The total is {now} now. Look at the cart again.",
        "कुल राशि अब {now} है। कार्ट फिर से देखें।",
    ),
    Reason.CASH_ON_DELIVERY_NOT_ALLOWED: (
        "This order cannot be paid at the door. Choose another way to pay.",
        "इस ऑर्डर का भुगतान घर पर नहीं हो सकता। भुगतान का दूसरा तरीक़ा चुनें।",
    ),
    Reason.IDEMPOTENCY_KEY_REUSED: (
        "This key was used for something else. Use a new one.",
        "यह कुंजी किसी और काम में लग चुकी है। नई कुंजी लें।",
    ),
    Reason.PAYMENT_GATEWAY_UNAVAILABLE: (
        "The payment service does not answer. Your order is kept: try again in {seconds} seconds.",
        "भुगतान सेवा जवाब नहीं दे रही। आपका ऑर्डर सुरक्षित है: {seconds} सेकंड में फिर कोशिश करें।",
    ),
    Reason.PAYMENT_NOT_VERIFIED: (
        "This payment is not one of this order's.",
        "यह भुगतान इस ऑर्डर का नहीं है।",
    ),
    Reason.PAYMENT_REFUSED: (
        "The payment service does not take this payment. Your order is cancelled and nothing was"
        " charged; your cart is as it was.",
        "भुगतान सेवा यह भुगतान नहीं ले रही। आपका ऑर्डर रद्द है और कुछ नहीं लिया गया; आपका कार्ट वैसा ही है।",
    ),
    Reason.NOTHING_LEFT: (
        "All of this payment has gone back already.",
        "इस भुगतान की पूरी राशि पहले ही लौटाई जा चुकी है।",
    ),
    Reason.TOO_LATE: (
        "It is too late for that.",
        "इसके लिए अब देर हो चुकी है।",
    ),
    Reason.INVITATION_ENDED: (
        "This invitation was answered, withdrawn or has expired. Ask for a new one.",
        "यह न्योता अब मान्य नहीं है: इसका जवाब दिया जा चुका है, इसे वापस ले लिया गया है या"
        " इसकी अवधि बीत गई है। नया न्योता मँगाएँ।",
    ),
}


class Refusal(Exception):  # noqa: N818 -- it says what happened
    """Something the person can put right. `path` leads to the input at fault."""

    def __init__(self, reason: Reason, *path: str, **facts: Any) -> None:
        super().__init__(TEXTS[reason][0].format(**facts))
        self.reason, self.path, self.facts = reason, path, facts

    def said(self) -> tuple[str, str]:
        """In English and in Hindi."""
        en, hi = TEXTS[self.reason]
        return en.format(**self.facts), hi.format(**self.facts)


class Refusals(Exception):  # noqa: N818 -- it says what happened
    """Several things the person can put right, at once."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__("; ".join(str(refusal) for refusal in refusals))
        self.refusals = refusals


class NotAllowed(Exception):  # noqa: N818 -- it says what happened
    """Who asks may not do this at all, whatever they ask of."""
