"""Problems of a cart, with their texts in English and Hindi."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from commerce.core.texts.input_texts import FEW_LEFT, SOLD_OUT
from commerce.core.texts.language import filled_in


class ProblemKind(StrEnum):
    """Kinds of problems of a line, a coupon or the cart. Clients act on them."""

    OUT_OF_STOCK = "OUT_OF_STOCK"
    NEAR_BEST_BEFORE = "NEAR_BEST_BEFORE"
    NOT_ON_SALE = "NOT_ON_SALE"
    PRICE_ROSE = "PRICE_ROSE"
    PRICE_FELL = "PRICE_FELL"
    QUANTITY_CAPPED = "QUANTITY_CAPPED"
    PRICE_IN_TAX_GAP = "PRICE_IN_TAX_GAP"
    NO_TAX_RATE = "NO_TAX_RATE"
    SUPPLIER_INTRA_STATE_ONLY = "SUPPLIER_INTRA_STATE_ONLY"
    TOO_HEAVY = "TOO_HEAVY"
    NOT_DELIVERED_THERE = "NOT_DELIVERED_THERE"
    EMPTY = "EMPTY"
    ADDRESS_MISSING = "ADDRESS_MISSING"
    CASH_ON_DELIVERY_NOT_ALLOWED = "CASH_ON_DELIVERY_NOT_ALLOWED"
    TOO_MANY_AT_ONCE = "TOO_MANY_AT_ONCE"
    TOTAL_TOO_HIGH = "TOTAL_TOO_HIGH"
    TOTAL_TOO_LOW = "TOTAL_TOO_LOW"
    PRICE_LOWERED_FOR_TAX = "PRICE_LOWERED_FOR_TAX"
    COUPON_ENDED = "COUPON_ENDED"
    COUPON_USED_UP = "COUPON_USED_UP"
    COUPON_NEEDS_MORE = "COUPON_NEEDS_MORE"
    COUPON_FITS_NOTHING = "COUPON_FITS_NOTHING"
    COUPON_FOR_FIRST_ORDER = "COUPON_FOR_FIRST_ORDER"
    COUPON_STANDS_ALONE = "COUPON_STANDS_ALONE"


# In English and in Hindi; `{names}` are facts of the problem, amounts ready to read.
TEXTS: Mapping[ProblemKind, tuple[str, str]] = {
    ProblemKind.OUT_OF_STOCK: FEW_LEFT,
    ProblemKind.NEAR_BEST_BEFORE: (
        "This pack is too close to its best-before date to be sold. Remove it, or come back for a"
        " fresh one.",
        "इस पैक की ख़राब होने की तारीख़ पास आ गई है, इसलिए यह नहीं बेचा जा सकता। इसे हटा दें, या ताज़ा पैक"
        " आने पर लें।",
    ),
    ProblemKind.NOT_ON_SALE: (
        "This is no longer available.",
        "यह अब बिक्री के लिए उपलब्ध नहीं है।",
    ),
    ProblemKind.PRICE_ROSE: (
        "The price went up from {before} to {now}. Set the quantity again to buy at the new price.",
        "दाम {before} से बढ़कर {now} हो गया है। नए दाम पर लेना हो तो मात्रा दोबारा चुनें।",
    ),
    ProblemKind.PRICE_FELL: (
        "The price dropped from {before} to {now}.",
        "दाम {before} से घटकर {now} हो गया है।",
    ),
    ProblemKind.QUANTITY_CAPPED: (
        "You asked for {wished}; your cart now has {quantity}.",
        "आपने {wished} माँगे थे; कार्ट में अब {quantity} हैं।",
    ),
    ProblemKind.PRICE_IN_TAX_GAP: (
        "This can't be sold at its current price. The seller has to change the price.",
        "यह मौजूदा दाम पर नहीं बिक सकता। विक्रेता को दाम बदलना होगा।",
    ),
    ProblemKind.NO_TAX_RATE: (
        "This can't be sold yet because its tax rate is not set.",
        "यह अभी नहीं बिक सकता, क्योंकि इस पर लगने वाला कर तय नहीं है।",
    ),
    ProblemKind.SUPPLIER_INTRA_STATE_ONLY: (
        "This seller delivers only within its own State.",
        "यह विक्रेता केवल अपने राज्य के भीतर भेजता है।",
    ),
    ProblemKind.TOO_HEAVY: (
        "This item is too heavy to be delivered to this address.",
        "यह सामान इतना भारी है कि इस पते पर नहीं पहुँचाया जा सकता।",
    ),
    ProblemKind.NOT_DELIVERED_THERE: (
        "This can't be delivered to this PIN code.",
        "इस पिन कोड पर यह नहीं पहुँचाया जा सकता।",
    ),
    ProblemKind.EMPTY: ("Your cart is empty.", "आपका कार्ट ख़ाली है।"),
    ProblemKind.ADDRESS_MISSING: (
        "Add a delivery address.",
        "डिलीवरी का पता जोड़ें।",
    ),
    ProblemKind.CASH_ON_DELIVERY_NOT_ALLOWED: (
        "Cash on delivery is not available for this cart.",
        "इस कार्ट पर कैश ऑन डिलीवरी उपलब्ध नहीं है।",
    ),
    ProblemKind.TOO_MANY_AT_ONCE: (
        "You can order at most {most} at once. Order the rest after you have paid.",
        "एक बार में अधिकतम {most} मँगाए जा सकते हैं। बाक़ी इस ऑर्डर के भुगतान के बाद मँगाएँ।",
    ),
    ProblemKind.TOTAL_TOO_HIGH: (
        "You can pay at most {most} at once. Split this into two orders.",
        "एक बार में अधिकतम {most} का भुगतान हो सकता है। इसे दो ऑर्डर में बाँट लें।",
    ),
    ProblemKind.TOTAL_TOO_LOW: (
        "The minimum order is {least}. Add an item or remove a coupon.",
        "ऑर्डर कम से कम {least} का होना चाहिए। कोई सामान जोड़ें या कूपन हटाएँ।",
    ),
    ProblemKind.PRICE_LOWERED_FOR_TAX: (
        "You save another {more}: the seller lowered the price to {price}, so less tax applies.",
        "{more} की और बचत: विक्रेता ने दाम घटाकर {price} कर दिया है, जिस पर कम कर लगता है।",
    ),
    ProblemKind.COUPON_ENDED: (
        "This coupon expired on {on}.",
        "इस कूपन की अवधि {on_hi} को समाप्त हो गई।",
    ),
    ProblemKind.COUPON_USED_UP: (
        "This coupon has been fully redeemed.",
        "इस कूपन की सीमा पूरी हो गई है।",
    ),
    ProblemKind.COUPON_NEEDS_MORE: (
        "Spend {least} or more to use this coupon.",
        "यह कूपन कम से कम {least} की ख़रीदारी पर लगता है।",
    ),
    ProblemKind.COUPON_FITS_NOTHING: (
        "This coupon doesn't apply to anything in your cart.",
        "यह कूपन आपके कार्ट के किसी सामान पर नहीं लगता।",
    ),
    ProblemKind.COUPON_FOR_FIRST_ORDER: (
        "This coupon is for your first order only.",
        "यह कूपन केवल पहले ऑर्डर पर लगता है।",
    ),
    ProblemKind.COUPON_STANDS_ALONE: (
        "This coupon can't be combined with another one.",
        "यह कूपन किसी दूसरे कूपन के साथ नहीं लगता।",
    ),
}
MANY_UNPAID = (
    "You can have at most {most} unpaid at once, and {unpaid} are in your unpaid orders. Pay for"
    " those first.",
    "बिना भुगतान के एक बार में अधिकतम {most} हो सकते हैं, और {unpaid} आपके बिना भुगतान वाले ऑर्डर में हैं।"
    " पहले उनका भुगतान करें।",
)
MANY_CASH_ORDERS = (
    "You have {open_orders} cash-on-delivery orders open. Pay another way, or wait until one has"
    " arrived.",
    "आपके {open_orders} कैश ऑन डिलीवरी ऑर्डर अभी पूरे नहीं हुए हैं। किसी और तरीक़े से भुगतान करें, या एक के पहुँचने तक"
    " रुकें।",
)
USED_BY_BUYER = ("You have already used this coupon.", "आप यह कूपन इस्तेमाल कर चुके हैं।")
# Problems of items that cannot be sold to the address at any price.
NOT_SOLD = frozenset(
    {
        ProblemKind.NOT_ON_SALE,
        ProblemKind.SUPPLIER_INTRA_STATE_ONLY,
        ProblemKind.TOO_HEAVY,
        ProblemKind.NOT_DELIVERED_THERE,
    }
)
# Problems that do not prevent checkout.
HARMLESS = frozenset(
    {
        ProblemKind.PRICE_FELL,
        ProblemKind.QUANTITY_CAPPED,
        ProblemKind.PRICE_LOWERED_FOR_TAX,
        ProblemKind.CASH_ON_DELIVERY_NOT_ALLOWED,
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem; `facts` fill its text. `of` names the line's product in the cart's list."""

    kind: ProblemKind
    facts: Mapping[str, Any] = field(default_factory=dict)
    of: tuple[str, str] | None = None

    @property
    def is_blocking(self) -> bool:
        return self.kind not in HARMLESS

    def text(self) -> tuple[str, str]:
        """The text, in English and in Hindi."""
        en, hi = self._texts()
        en, hi = filled_in(en, self.facts), hi.format(**self.facts)
        return (en, hi) if self.of is None else (f"{self.of[0]}: {en}", f"{self.of[1]}: {hi}")

    def _texts(self) -> tuple[str, str]:
        if self.kind is ProblemKind.OUT_OF_STOCK and self.facts["available"] <= 0:
            return SOLD_OUT
        if self.kind is ProblemKind.COUPON_USED_UP and self.facts.get("by_buyer"):
            return USED_BY_BUYER
        if self.kind is ProblemKind.TOO_MANY_AT_ONCE and self.facts.get("unpaid"):
            return MANY_UNPAID
        if self.kind is ProblemKind.CASH_ON_DELIVERY_NOT_ALLOWED and "open_orders" in self.facts:
            return MANY_CASH_ORDERS
        return TEXTS[self.kind]
