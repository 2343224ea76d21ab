"""Error messages about one input: how it should look, and what was not found.

Each text in English and in Hindi.
"""

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

Texts = tuple[str, str]


class NounText(NamedTuple):
    en: str
    hi: str
    is_feminine: bool = False
    # The whole sentence, where the name does not fit into "We couldn't find this …".
    is_missing: Texts | None = None


class Subject(Enum):
    """Kinds of objects that may not be found, with their names."""

    ACCOUNT = NounText("account", "खाता")
    ADDRESS = NounText("address", "पता")
    API_KEY = NounText("API key", "API कुंजी", is_feminine=True)
    ARTISAN = NounText("artisan", "कारीगर")
    ARTISAN_PROFILE = NounText("artisan profile", "कारीगर प्रोफ़ाइल", is_feminine=True)
    CART = NounText("cart", "कार्ट")
    CART_LINE = NounText(
        "item",
        "सामान",
        is_missing=("This item is not in your cart.", "यह सामान आपके कार्ट में नहीं है।"),
    )
    COUPON = NounText("coupon", "कूपन")
    DISTRICT = NounText("district", "ज़िला")
    EMAIL = NounText("e-mail address", "ई-मेल पता")
    FACILITATION = NounText("facilitator", "सहायक")
    INVITATION = NounText("invitation", "निमंत्रण")
    JOB = NounText("job", "काम")
    MEMBER = NounText("team member", "सदस्य")
    ORDER = NounText("order", "ऑर्डर")
    PAYEE = NounText("bank account", "बैंक खाता")
    PAYMENT = NounText("payment", "भुगतान")
    PINCODE = NounText("PIN code", "पिन कोड")
    PRODUCT = NounText("product", "उत्पाद")
    REFUND = NounText("refund", "रिफ़ंड")
    SESSION = NounText("session", "सेशन")
    STAFF_GROUP = NounText("staff group", "कर्मचारी समूह")
    STATE = NounText("State", "राज्य")
    SUBORDER = NounText(
        "part of the order",
        "ऑर्डर का हिस्सा",
        is_missing=("We couldn't find this part of the order.", "ऑर्डर का यह हिस्सा नहीं मिला।"),
    )
    VARIANT = NounText(
        "product option",
        "उत्पाद का विकल्प",
        is_missing=("We couldn't find this product option.", "उत्पाद का यह विकल्प नहीं मिला।"),
    )
    VENDOR = NounText("seller", "विक्रेता")


# What an input leads to, by its name.
SUBJECT_OF_INPUT: Mapping[str, Subject] = {
    "account": Subject.ACCOUNT,
    "address_id": Subject.ADDRESS,
    "artisan": Subject.ARTISAN,
    "artisan_id": Subject.ARTISAN,
    "cart_id": Subject.CART,
    "code": Subject.COUPON,
    "district": Subject.DISTRICT,
    "email": Subject.EMAIL,
    "facilitation": Subject.FACILITATION,
    "group": Subject.STAFF_GROUP,
    "invitation": Subject.INVITATION,
    "invitation_id": Subject.INVITATION,
    "job_id": Subject.JOB,
    "key": Subject.API_KEY,
    "member": Subject.MEMBER,
    "number": Subject.ORDER,
    "payee": Subject.PAYEE,
    "payment_id": Subject.PAYMENT,
    "pincode": Subject.PINCODE,
    "product": Subject.PRODUCT,
    "purpose": Subject.ARTISAN_PROFILE,
    "refund_id": Subject.REFUND,
    "session": Subject.SESSION,
    "state": Subject.STATE,
    "suborder_id": Subject.SUBORDER,
    "variant_id": Subject.VARIANT,
    "vendor": Subject.VENDOR,
    "vendor_id": Subject.VENDOR,
}


def not_found(subject: Subject) -> Texts:
    noun: NounText = subject.value
    if noun.is_missing:
        return noun.is_missing
    found = "मिली" if noun.is_feminine else "मिला"
    return f"We couldn't find this {noun.en}.", f"यह {noun.hi} नहीं {found}।"


PHONE_FORM: Texts = (
    "Enter a 10-digit mobile number, such as 98765 43210, or a number with its country code.",
    "10 अंकों का मोबाइल नंबर लिखें, जैसे 98765 43210, या देश के कोड के साथ पूरा नंबर।",
)
EMAIL_FORM: Texts = (
    "Enter an e-mail address, such as name@example.com.",
    "ई-मेल पता लिखें, जैसे name@example.com।",
)
EMAIL_LETTERS: Texts = (
    "Enter an e-mail address with English letters before the @, such as name@example.com.",
    "ऐसा ई-मेल पता लिखें जिसमें @ से पहले अंग्रेज़ी अक्षर हों, जैसे name@example.com।",
)
PINCODE_FORM: Texts = (
    "Enter a 6-digit PIN code, such as 226001.",
    "6 अंकों का पिन कोड लिखें, जैसे 226001।",
)
ARMY_POST_OFFICE: Texts = (
    "This is the PIN code of an army post office (APO or FPO). We don't deliver there yet."
    " Enter another address.",
    "यह सेना के डाकघर (APO या FPO) का पिन कोड है। हम अभी वहाँ डिलीवरी नहीं करते। कोई दूसरा पता लिखें।",
)
STATE_FORM: Texts = (
    "Choose the State, such as Uttar Pradesh.",
    "राज्य चुनें, जैसे उत्तर प्रदेश।",
)
CODE_FORM: Texts = (
    "Enter the 6-digit code.",
    "6 अंकों का कोड लिखें।",
)
TRY_IN_MINUTES: Texts = (
    "Too many attempts. Try again in {minutes} minutes.",
    "बहुत बार कोशिश हो चुकी है। {minutes} मिनट बाद फिर कोशिश करें।",
)
TRY_IN_HOURS: Texts = (
    "Too many attempts. Try again in {hours} hours.",
    "बहुत बार कोशिश हो चुकी है। {hours} घंटे बाद फिर कोशिश करें।",
)
BUSY_FOR_MINUTES: Texts = (
    "We are very busy right now. Try again in {minutes} minutes.",
    "अभी बहुत भीड़ है। {minutes} मिनट बाद फिर कोशिश करें।",
)
BUSY_FOR_HOURS: Texts = (
    "We are very busy right now. Try again in {hours} hours.",
    "अभी बहुत भीड़ है। {hours} घंटे बाद फिर कोशिश करें।",
)
# Nothing is left to try, or nothing was asked for: a code that is right helps no more.
CODE_SPENT: Texts = (
    "This code can no longer be used. Ask for a new one.",
    "यह कोड अब काम नहीं करेगा। नया कोड मँगाएँ।",
)
# An app shows the next code by itself.
APP_CODES_SPENT: Texts = (
    "This code is wrong, and no attempts are left for now. Try again later.",
    "यह कोड ग़लत है और अभी कोई कोशिश बाक़ी नहीं है। थोड़ी देर बाद फिर कोशिश करें।",
)
ABOUT_APP_CODES = frozenset({"app_code", "app_code_form", "factor_form"})
PAN_FORM: Texts = (
    "Enter a 10-character PAN, such as ABCPD1234E.",
    "10 अक्षरों का पैन (PAN) लिखें, जैसे ABCPD1234E।",
)
BANK_ACCOUNT_FORM: Texts = (
    "Enter a bank account number of 9 to 18 digits.",
    "9 से 18 अंकों का बैंक खाता नंबर लिखें।",
)
IFSC_FORM: Texts = (
    "Enter an 11-character IFSC, such as SBIN0001234.",
    "11 अक्षरों का IFSC कोड लिखें, जैसे SBIN0001234।",
)
KEY_FORM: Texts = (
    "Use an idempotency key of 8 to 64 ASCII letters, digits and signs, without spaces, such as a"
    " UUID.",
    "idempotency key में 8 से 64 ASCII अक्षर, अंक या चिह्न हों, ख़ाली जगह न हो, जैसे UUID।",
)
NOTICE_FORM: Texts = (
    "This notice has changed. Read the current version and agree again.",
    "यह सूचना बदल गई है। नई सूचना पढ़कर फिर से सहमति दें।",
)

# By code and name of the input; what is not here is said in general.
INPUT_TEXTS: Mapping[tuple[str, str], Texts] = {
    ("REQUIRED", "name"): ("Enter a name.", "नाम लिखें।"),
    ("REQUIRED", "contact"): (
        "Enter a mobile number or an e-mail address.",
        "मोबाइल नंबर या ई-मेल पता लिखें।",
    ),
    ("REQUIRED", "invited"): (
        "Enter a mobile number, an e-mail address or an account.",
        "मोबाइल नंबर, ई-मेल पता या खाता लिखें।",
    ),
    ("REQUIRED", "phone"): PHONE_FORM,
    ("REQUIRED", "email"): EMAIL_FORM,
    ("INVALID", "email_letters"): EMAIL_LETTERS,
    ("NOT_PROVED", "account_contacts"): (
        "This account has or had a mobile number or e-mail address that was never verified, so it"
        " may not be the person you mean. Invite by the e-mail address or mobile number instead.",
        "इस खाते में ऐसा मोबाइल नंबर या ई-मेल पता है या पहले था, जो सत्यापित नहीं हुआ, इसलिए यह खाता किसी"
        " और का हो सकता है। खाते के बजाय ई-मेल पते या मोबाइल नंबर से निमंत्रण भेजें।",
    ),
    ("UNPAID_LIMIT_REACHED", "of_one_item"): (
        "You can have at most {most} unpaid pieces of one item at a time. Pay for your other orders"
        " first, or order fewer of it.",
        "बिना भुगतान वाले ऑर्डर में एक ही सामान के अधिकतम {most} नग हो सकते हैं। पहले दूसरे ऑर्डर का भुगतान"
        " करें, या इसके कम नग मँगाएँ।",
    ),
    ("UNPAID_LIMIT_REACHED", "of_network"): (
        "Too many unpaid pieces are on order from your network (at most {most} together). Sign in"
        " to order, or try again in a few minutes.",
        "आपके नेटवर्क से पहले ही बहुत से नग बिना भुगतान के मँगाए जा चुके हैं (सब मिलाकर अधिकतम {most})। ऑर्डर"
        " करने के लिए साइन इन करें, या कुछ मिनट बाद फिर कोशिश करें।",
    ),
    ("INVALID", "transport"): (
        "A WebSocket cannot set cookies. Sign in over HTTP, or request the token in the response.",
        "WebSocket पर कुकी नहीं भेजी जा सकती। HTTP से साइन इन करें, या टोकन जवाब में माँगें।",
    ),
    ("SIGN_IN_AGAIN", "email_link"): (
        "Open this link on the device where you created the account, or sign in first.",
        "यह लिंक उसी डिवाइस पर खोलें जिस पर खाता बनाया था, या पहले साइन इन करें।",
    ),
    ("SIGN_IN_AGAIN", "payment_received"): (
        "We have received your payment. Sign in to see the order.",
        "आपका भुगतान हमें मिल गया है। ऑर्डर देखने के लिए साइन इन करें।",
    ),
    ("PAYMENT_GATEWAY_UNAVAILABLE", "payment_made"): (
        "We cannot check your payment yet because the payment service is not responding. Do not pay"
        " again. If you were charged, your money is safe: we keep checking, and you will get the"
        " order or your money back. You can check again in {seconds} seconds.",
        "भुगतान सेवा जवाब नहीं दे रही, इसलिए आपका भुगतान अभी जाँचा नहीं जा सका। दोबारा भुगतान न करें।"
        " अगर आपके पैसे कट गए हैं, तो वे सुरक्षित हैं: हम जाँच करते रहेंगे, और ऑर्डर पक्का होगा या पैसे"
        " लौटाए जाएँगे। आप {seconds} सेकंड बाद फिर जाँच सकते हैं।",
    ),
    ("REQUIRED", "password"): ("Enter your password.", "अपना पासवर्ड लिखें।"),
    ("REQUIRED", "line1"): ("Enter the house and street.", "मकान और गली लिखें।"),
    ("REQUIRED", "city"): ("Enter the city, town or village.", "शहर, क़स्बे या गाँव का नाम लिखें।"),
    ("REQUIRED", "pincode"): PINCODE_FORM,
    ("REQUIRED", "state"): STATE_FORM,
    ("REQUIRED", "coupon"): ("Enter a coupon code.", "कूपन का कोड लिखें।"),
    ("REQUIRED", "holder"): (
        "Enter the account holder's name exactly as it is at the bank.",
        "खाताधारक का नाम वैसा ही लिखें जैसा बैंक में है।",
    ),
    ("REQUIRED", "pan"): PAN_FORM,
    ("REQUIRED", "bank_account"): BANK_ACCOUNT_FORM,
    ("REQUIRED", "ifsc"): IFSC_FORM,
    ("REQUIRED", "reference"): (
        "Enter where the signed document is filed, such as a file number.",
        "लिखें कि हस्ताक्षर वाला काग़ज़ कहाँ रखा है, जैसे फ़ाइल नंबर।",
    ),
    ("REQUIRED", "address"): (
        "Enter an address or choose a saved one.",
        "पता लिखें या पहले से सेव किया हुआ पता चुनें।",
    ),
    ("REQUIRED", "lines"): ("Choose at least one item.", "कम से कम एक सामान चुनें।"),
    ("REQUIRED", "scopes"): ("Choose at least one permission.", "कम से कम एक अनुमति चुनें।"),
    ("REQUIRED", "refresh_token"): (
        "You are not signed in on this device.",
        "आपने इस डिवाइस पर साइन इन नहीं किया है।",
    ),
    ("INVALID", "contact"): (
        "Enter either a mobile number or an e-mail address, not both.",
        "मोबाइल नंबर या ई-मेल पता में से एक ही लिखें।",
    ),
    ("INVALID", "invited"): (
        "Enter exactly one of these: an account, a mobile number or an e-mail address.",
        "खाता, मोबाइल नंबर और ई-मेल पते में से कोई एक ही दें।",
    ),
    ("INVALID", "phone"): PHONE_FORM,
    ("INVALID", "email"): EMAIL_FORM,
    ("INVALID", "pincode"): PINCODE_FORM,
    ("INVALID", "state"): STATE_FORM,
    ("INVALID", "code"): CODE_FORM,
    ("INVALID", "pan"): PAN_FORM,
    ("INVALID", "bank_account"): BANK_ACCOUNT_FORM,
    ("INVALID", "ifsc"): IFSC_FORM,
    ("INVALID", "idempotency_key"): KEY_FORM,
    ("INVALID", "notice_version"): NOTICE_FORM,
    ("INVALID", "address"): (
        "Enter a new address or choose a saved one, not both.",
        "नया पता लिखें या सेव किया हुआ पता चुनें, दोनों नहीं।",
    ),
    ("INVALID", "account"): (
        "You can't do this to your own account.",
        "आप अपने ही खाते के साथ ऐसा नहीं कर सकते।",
    ),
    ("INVALID", "expires_at"): ("Choose a time in the future.", "अभी से आगे का समय चुनें।"),
    ("INVALID", "suborder_id"): (
        "This order has not been paid for yet. You can only cancel the whole order.",
        "इस ऑर्डर का भुगतान अभी नहीं हुआ है। पूरा ऑर्डर ही रद्द किया जा सकता है।",
    ),
    ("INVALID", "service"): (
        "Choose one of the available delivery options.",
        "दिए गए डिलीवरी विकल्पों में से एक चुनें।",
    ),
    ("INVALID", "cart_id"): (
        "The total must be at least ₹1.",
        "कुल राशि कम से कम ₹1 होनी चाहिए।",
    ),
    ("INVALID", "id"): (
        "This item is listed twice.",
        "यह सामान दो बार दिया गया है।",
    ),
    ("LIMIT_REACHED", "quantity"): (
        "Choose a quantity from 1 to {most}.",
        "मात्रा 1 से {most} के बीच चुनें।",
    ),
    ("LIMIT_REACHED", "code"): (
        "You can use at most {most} coupons.",
        "अधिकतम {most} कूपन लग सकते हैं।",
    ),
    ("LIMIT_REACHED", "lines"): (
        "A cart can have at most {most} of these.",
        "कार्ट में अधिकतम {most} रखे जा सकते हैं।",
    ),
    ("NOT_PROVED", "another_contact"): (
        "You confirmed another mobile number, not the one of this order. Ask for a code for this"
        " number, or order with the confirmed one.",
        "आपने इस ऑर्डर के नंबर की नहीं, किसी और मोबाइल नंबर की पुष्टि की है। इस नंबर के लिए कोड मँगाएँ, या"
        " पुष्टि किए हुए नंबर से ऑर्डर करें।",
    ),
    ("NOT_PROVED", "own_contact"): (
        "Verify this phone number or email address in your account first, then merge the accounts.",
        "पहले अपने खाते में इस फ़ोन नंबर या ईमेल पते की पुष्टि करें, फिर खाते मिलाएँ।",
    ),
    ("NOT_FOUND", "other_contact"): (
        "No other account has this phone number or email address verified. You can add it to your"
        " account instead.",
        "किसी और खाते में इस फ़ोन नंबर या ईमेल पते की पुष्टि नहीं हुई है। आप इसे अपने खाते में जोड़ सकते हैं।",
    ),
    ("WRONG_CODE", "app_removed"): (
        "The authenticator app was removed from this account. Sign in again.",
        "इस खाते से ऑथेंटिकेटर ऐप हटा दिया गया है। फिर से साइन इन करें।",
    ),
    ("WRONG_CODE", "no_app"): (
        "This account has no authenticator app. Set one up first (secondFactorBegin).",
        "इस खाते में कोई ऑथेंटिकेटर ऐप नहीं है। पहले उसे जोड़ें (secondFactorBegin)।",
    ),
    ("WRONG_CODE", "code_form"): (
        "Enter the 6-digit code. Attempts left: {left}.",
        "6 अंकों का कोड लिखें। बची कोशिशें: {left}।",
    ),
    ("WRONG_CODE", "app_code_form"): (
        "Enter the 6-digit code from your app. Attempts left: {left}.",
        "ऐप में दिख रहा 6 अंकों का कोड लिखें। बची कोशिशें: {left}।",
    ),
    ("WRONG_CODE", "factor_form"): (
        "Enter the 6-digit code from your app, or a recovery code. Attempts left: {left}.",
        "ऐप में दिख रहा 6 अंकों का कोड या रिकवरी कोड लिखें। बची कोशिशें: {left}।",
    ),
    ("WRONG_CREDENTIALS", "current_password"): (
        "Your current password is incorrect.",
        "आपका मौजूदा पासवर्ड ग़लत है।",
    ),
    ("LAST_OF_ITS_KIND", "member"): (
        "A seller must have at least one owner.",
        "विक्रेता का कम से कम एक मालिक होना चाहिए।",
    ),
    ("LAST_OF_ITS_KIND", "account"): (
        "There must be at least one administrator.",
        "कम से कम एक प्रशासक होना ज़रूरी है।",
    ),
}


FEW_LEFT: Texts = ("Only {available} left.", "केवल {available} बचे हैं।")
# Said instead where it is truer: nothing left at all, used by the buyer and not by others.
SOLD_OUT = ("This is out of stock.", "यह अभी स्टॉक में नहीं है।")
