"""Refusals and other errors of rules, with their texts."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from commerce.core.texts.input_texts import (
    ABOUT_APP_CODES,
    APP_CODES_SPENT,
    ARMY_POST_OFFICE,
    BUSY_FOR_HOURS,
    BUSY_FOR_MINUTES,
    CODE_SPENT,
    FEW_LEFT,
    INPUT_TEXTS,
    SOLD_OUT,
    SUBJECT_OF_INPUT,
    TRY_IN_HOURS,
    TRY_IN_MINUTES,
    Subject,
    Texts,
    not_found,
)
from commerce.core.texts.language import filled_in

# Longer waits are given in minutes, then in hours.
MAX_SECONDS_SHOWN, MAX_MINUTES_SHOWN = 90, 90


class BadInput(ValueError):  # noqa: N818 -- the code it becomes is BAD_USER_INPUT
    """An invalid argument of a query. `path` names it."""

    def __init__(self, english: str, hindi: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(english)
        self.texts: Texts = (english, hindi)
        self.path = path


class Reason(StrEnum):
    """Code of a refusal: an error that the person can correct. Clients rely on it."""

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
    ACCOUNT_HAS_ROLES = "ACCOUNT_HAS_ROLES"
    SIGN_IN_AGAIN = "SIGN_IN_AGAIN"
    LAST_OF_ITS_KIND = "LAST_OF_ITS_KIND"
    PINCODE_OF_ANOTHER_STATE = "PINCODE_OF_ANOTHER_STATE"
    PINCODE_NOT_SERVED = "PINCODE_NOT_SERVED"
    CART_ORDERED = "CART_ORDERED"
    CART_NOT_READY = "CART_NOT_READY"
    OUT_OF_STOCK = "OUT_OF_STOCK"
    TOTAL_CHANGED = "TOTAL_CHANGED"
    CASH_ON_DELIVERY_NOT_ALLOWED = "CASH_ON_DELIVERY_NOT_ALLOWED"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    PAYMENT_GATEWAY_UNAVAILABLE = "PAYMENT_GATEWAY_UNAVAILABLE"
    PAYMENT_NOT_VERIFIED = "PAYMENT_NOT_VERIFIED"
    PAYMENT_REFUSED = "PAYMENT_REFUSED"
    PHONE_NOT_PROVED = "PHONE_NOT_PROVED"
    UNPAID_LIMIT_REACHED = "UNPAID_LIMIT_REACHED"
    OTHER_PINCODE = "OTHER_PINCODE"
    OTHER_STATE = "OTHER_STATE"
    TOO_LATE = "TOO_LATE"
    NOTHING_LEFT = "NOTHING_LEFT"
    INVITATION_ENDED = "INVITATION_ENDED"
    SECOND_FACTOR_REQUIRED = "SECOND_FACTOR_REQUIRED"
    PAYEE_ON_HOLD = "PAYEE_ON_HOLD"


# English and Hindi texts; `{names}` are facts of the refusal. `commerce.core.texts.input_texts` has
# the texts for single inputs and for subjects that were not found.
TEXTS: Mapping[Reason, tuple[str, str]] = {
    Reason.REQUIRED: ("This field is required.", "यह भरना ज़रूरी है।"),
    Reason.INVALID: ("Check this field and try again.", "इसे जाँचकर फिर से भरें।"),
    Reason.TOO_LONG: (
        "Use at most {most} characters.",
        "अधिकतम {most} अक्षर लिखें।",
    ),
    Reason.NOT_FOUND: ("We couldn't find this.", "यह नहीं मिला।"),
    Reason.ALREADY_TAKEN: (
        "This belongs to another account. Sign in to that account, or use a different one.",
        "यह पहले से किसी दूसरे खाते में है। उस खाते में साइन इन करें, या कोई दूसरा दें।",
    ),
    Reason.LIMIT_REACHED: ("You can have at most {most}.", "अधिकतम {most} हो सकते हैं।"),
    Reason.TOO_SOON: (
        "Wait {seconds} seconds and try again.",
        "{seconds} सेकंड रुककर फिर कोशिश करें।",
    ),
    Reason.TOO_MANY_TRIES: TRY_IN_MINUTES,
    Reason.TOO_BUSY: (
        "We are very busy right now. Try again in {seconds} seconds.",
        "अभी बहुत भीड़ है। {seconds} सेकंड बाद फिर कोशिश करें।",
    ),
    Reason.COUNTRY_NOT_SERVED: (
        "We can only send messages to Indian numbers. Use a number that begins with +91, or an"
        " e-mail address.",
        "हम केवल भारतीय नंबरों पर संदेश भेज सकते हैं। +91 वाला नंबर या ई-मेल पता दें।",
    ),
    Reason.WRONG_CREDENTIALS: (
        "Wrong e-mail or password.",
        "ई-मेल या पासवर्ड ग़लत है।",
    ),
    Reason.WRONG_CODE: (
        "Wrong or expired code. Attempts left: {left}.",
        "कोड ग़लत है या उसका समय बीत चुका है। बची कोशिशें: {left}।",
    ),
    Reason.NOT_PROVED: (
        "This confirmation has expired or was already used. Ask for a new code and enter it.",
        "इस पुष्टि का समय बीत चुका है या यह इस्तेमाल हो चुकी है। नया कोड मँगाकर डालें।",
    ),
    Reason.LINK_EXPIRED: (
        "This link has expired or was already used. Request a new one.",
        "यह लिंक पुराना हो गया है या इस्तेमाल हो चुका है। नया लिंक मँगाएँ।",
    ),
    Reason.SESSION_ENDED: (
        "You have been signed out. Sign in again.",
        "आप साइन आउट हो चुके हैं। फिर से साइन इन करें।",
    ),
    Reason.PASSWORD_TOO_SHORT: (
        "Choose a password with at least {least} characters.",
        "कम से कम {least} अक्षरों का पासवर्ड चुनें।",
    ),
    Reason.PASSWORD_TOO_COMMON: (
        "This password is easy to guess. Choose another one.",
        "इस पासवर्ड का अंदाज़ा लगाना आसान है। कोई दूसरा पासवर्ड चुनें।",
    ),
    Reason.PASSWORD_TOO_GUESSABLE: (
        "This password is easy to guess. Don't build it from your name, e-mail address, phone"
        " number or the shop's name.",
        "इस पासवर्ड का अंदाज़ा लगाना आसान है। अपने नाम, ई-मेल, फ़ोन नंबर या दुकान के नाम से पासवर्ड न बनाएँ।",
    ),
    Reason.ACCOUNT_HAS_ROLES: (
        "That account has a role or an authenticator app. Sign in to it and remove them first.",
        "उस खाते में कोई भूमिका या ऑथेंटिकेटर ऐप जुड़ा है। पहले उस खाते में साइन इन करके उन्हें हटाएँ।",
    ),
    Reason.SIGN_IN_AGAIN: (
        "For your security, sign in again and then retry.",
        "अपनी सुरक्षा के लिए दोबारा साइन इन करें और फिर कोशिश करें।",
    ),
    Reason.LAST_OF_ITS_KIND: (
        "You can't remove the last one.",
        "आख़िरी वाले को हटाया नहीं जा सकता।",
    ),
    Reason.PINCODE_NOT_SERVED: ARMY_POST_OFFICE,
    Reason.PINCODE_OF_ANOTHER_STATE: (
        "PIN code {pincode} is in {state_en}. Check the PIN code and the State.",
        "पिन कोड {pincode} का राज्य {state_hi} है। पिन कोड और राज्य जाँच लें।",
    ),
    Reason.CART_ORDERED: (
        "This cart has already been ordered. Start a new one.",
        "इस कार्ट का ऑर्डर हो चुका है। नया कार्ट शुरू करें।",
    ),
    Reason.CART_NOT_READY: ("{problem_en}", "{problem_hi}"),
    Reason.OUT_OF_STOCK: FEW_LEFT,
    Reason.TOTAL_CHANGED: (
        "The total is now {now} instead of {before}. Check your cart and try again.",
        "कुल राशि {before} के बजाय अब {now} है। कार्ट जाँचकर फिर कोशिश करें।",
    ),
    Reason.CASH_ON_DELIVERY_NOT_ALLOWED: (
        "Cash on delivery is not available for this order. Choose another way to pay.",
        "इस ऑर्डर पर कैश ऑन डिलीवरी उपलब्ध नहीं है। भुगतान का दूसरा तरीक़ा चुनें।",
    ),
    Reason.IDEMPOTENCY_KEY_REUSED: (
        "This key was already used for a different request. Use a new one.",
        "यह कुंजी किसी दूसरे अनुरोध में इस्तेमाल हो चुकी है। नई कुंजी बनाएँ।",
    ),
    Reason.PAYMENT_GATEWAY_UNAVAILABLE: (
        "The payment service is not responding. Your order is saved: try again in {seconds}"
        " seconds.",
        "भुगतान सेवा जवाब नहीं दे रही। आपका ऑर्डर सुरक्षित है: {seconds} सेकंड बाद फिर कोशिश करें।",
    ),
    Reason.PAYMENT_NOT_VERIFIED: (
        "This payment could not be verified for this order.",
        "इस ऑर्डर के लिए इस भुगतान की पुष्टि नहीं हो सकी।",
    ),
    Reason.PHONE_NOT_PROVED: (
        "To order with cash on delivery, first confirm your phone number with a code.",
        "कैश ऑन डिलीवरी से ऑर्डर करने के लिए पहले कोड से अपने फ़ोन नंबर की पुष्टि करें।",
    ),
    Reason.UNPAID_LIMIT_REACHED: (
        "You can have at most {most} unpaid pieces at a time. Pay for your other orders first, or"
        " order fewer.",
        "आपके बिना भुगतान वाले ऑर्डर में कुल मिलाकर अधिकतम {most} नग हो सकते हैं। पहले दूसरे ऑर्डर का"
        " भुगतान करें, या कम नग मँगाएँ।",
    ),
    Reason.PAYMENT_REFUSED: (
        "The payment service declined this payment. The order is cancelled and you were not"
        " charged. Your cart is unchanged.",
        "भुगतान सेवा ने यह भुगतान स्वीकार नहीं किया। ऑर्डर रद्द हो गया है और आपसे कोई पैसा नहीं लिया गया।"
        " आपका कार्ट पहले जैसा ही है।",
    ),
    Reason.NOTHING_LEFT: (
        "This payment has already been refunded in full.",
        "इस भुगतान की पूरी राशि पहले ही लौटाई जा चुकी है।",
    ),
    Reason.OTHER_PINCODE: (
        "Delivery and tax were calculated for PIN code {pincode}. To use another PIN code, cancel"
        " this order and place a new one.",
        "डिलीवरी और कर पिन कोड {pincode} के हिसाब से तय हुए थे। दूसरे पिन कोड पर मँगाने के लिए यह ऑर्डर रद्द"
        " करके नया ऑर्डर करें।",
    ),
    Reason.OTHER_STATE: (
        "Tax was calculated for the State you chose for delivery. To use another State, cancel this"
        " order and place a new one.",
        "कर डिलीवरी वाले राज्य के हिसाब से तय हुआ था। दूसरे राज्य में मँगाने के लिए यह ऑर्डर रद्द करके नया"
        " ऑर्डर करें।",
    ),
    Reason.TOO_LATE: (
        "This can no longer be changed.",
        "अब इसे बदला नहीं जा सकता।",
    ),
    Reason.SECOND_FACTOR_REQUIRED: (
        "Enter a code from your authenticator app first. If you don't have one yet, add it in your"
        " account.",
        "पहले अपने ऑथेंटिकेटर ऐप का कोड डालें। अगर ऐप नहीं जोड़ा है तो अपने खाते में जाकर जोड़ें।",
    ),
    Reason.PAYEE_ON_HOLD: (
        "The bank details were changed. Payouts resume on {until}.",
        "बैंक विवरण बदला गया है। भुगतान {until} से फिर शुरू होंगे।",
    ),
    Reason.INVITATION_ENDED: (
        "This invitation has expired, was withdrawn or was already answered. Ask for a new one.",
        "यह निमंत्रण अब मान्य नहीं है: इसकी अवधि बीत चुकी है, इसे वापस ले लिया गया है या इसका जवाब दिया जा"
        " चुका है। नया निमंत्रण मँगाएँ।",
    ),
}

# Texts of waits in seconds, in minutes and in hours.
WAITS: Mapping[Reason, tuple[Texts, Texts, Texts]] = {
    Reason.TOO_MANY_TRIES: (TRY_IN_MINUTES, TRY_IN_MINUTES, TRY_IN_HOURS),
    Reason.TOO_BUSY: (TEXTS[Reason.TOO_BUSY], BUSY_FOR_MINUTES, BUSY_FOR_HOURS),
}


def _in_units(seconds: Texts, minutes: Texts, hours: Texts, facts: Mapping[str, Any]) -> Texts:
    if facts["seconds"] <= MAX_SECONDS_SHOWN:
        return seconds
    return minutes if facts["minutes"] <= MAX_MINUTES_SHOWN else hours


class Refusal(Exception):  # noqa: N818 -- it says what happened
    """An error that the person can correct. `path` leads to the invalid input.

    `of` is the subject that was not found, if the name of the input does not tell; `about` selects
    another text than the input's own (`commerce.core.texts.input_texts`).
    """

    def __init__(
        self,
        reason: Reason,
        *path: str,
        of: Subject | None = None,
        about: str | None = None,
        **facts: Any,
    ) -> None:
        if (seconds := facts.get("seconds")) is not None:
            facts |= {"minutes": -(-seconds // 60), "hours": -(-seconds // 3_600)}
        self.reason, self.path, self.facts = reason, path, facts
        self.of, self.about = of, about
        super().__init__(self.text()[0])

    @property
    def input_name(self) -> str:
        """The input at fault; of a list, the list's."""
        return next((name for name in reversed(self.path) if not name.isdecimal()), "")

    @property
    def subject(self) -> Subject | None:
        """The kind of object that was not found."""
        return self.of or SUBJECT_OF_INPUT.get(self.input_name)

    def text(self) -> tuple[str, str]:
        """In English and in Hindi."""
        en, hi = self._texts()
        return filled_in(en, self.facts), hi.format(**self.facts)

    def _texts(self) -> tuple[str, str]:
        if self.reason is Reason.NOT_FOUND and self.subject is not None and self.about is None:
            return not_found(self.subject)
        if self.reason is Reason.OUT_OF_STOCK and self.facts["available"] <= 0:
            return SOLD_OUT
        if self.reason is Reason.WRONG_CODE and self.facts["left"] <= 0:
            return APP_CODES_SPENT if self.about in ABOUT_APP_CODES else CODE_SPENT
        if self.reason in WAITS:
            return _in_units(*WAITS[self.reason], self.facts)
        about = self.about or self.input_name
        return INPUT_TEXTS.get((self.reason.value, about)) or TEXTS[self.reason]


class Refusals(Exception):  # noqa: N818 -- it says what happened
    """Several refusals at once."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__("; ".join(str(refusal) for refusal in refusals))
        self.refusals = refusals


class NotAllowed(Exception):  # noqa: N818 -- it says what happened
    """The viewer lacks the permission, whatever the subject."""


class NotSignedIn(NotAllowed):
    """The action requires a signed-in user."""


class FactorMissing(NotAllowed):
    """The action requires the second factor of the sign-in."""
