"""Message texts in both languages. SMS texts are registered with the telecom operators (DLT)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from commerce.core.texts.language import Language
from commerce.core.texts.message_kinds import MAIL_ONLY, Kind


def sms_templates(off: Collection[str] = ()) -> list[str]:
    """Names of the SMS texts, as in `code-hi`: each needs a registration (DLT).

    `off` are kinds that are not sent as SMS.
    """
    kinds = [kind for kind in Kind if kind not in MAIL_ONLY and kind.value not in off]
    return [f"{kind}-{language}" for kind in kinds for language in Language]


@dataclass(frozen=True, slots=True)
class Text:
    """A text. `subject` is for e-mail only, `sms_end` a last line for SMS only."""

    subject: str
    body: str
    sms_end: str = ""


# Lets browsers and phones fill in the code, only on pages of the domain (WICG, Origin-bound
# one-time codes). It has to be the last line.
FILLED_IN = "\n\n@{domain} #{code}"

# An SMS has 160 characters of GSM 7-bit, or 70 of anything else.
TEXTS: Mapping[Kind, Mapping[Language, Text]] = {
    Kind.CODE: {
        Language.EN: Text(
            "{code} is your ODOP Mart code",
            "{code} is your ODOP Mart code. It is good for {minutes} minutes."
            " We never ask you for it.",
            FILLED_IN,
        ),
        Language.HI: Text(
            "{code} ओडीओपी मार्ट का आपका कोड है",
            "{code} ओडीओपी मार्ट का आपका कोड है, {minutes} मिनट तक मान्य। किसी को न बताएँ।",
            FILLED_IN,
        ),
    },
    Kind.VERIFY_EMAIL: {
        Language.EN: Text(
            "Confirm your e-mail address",
            "Someone entered this e-mail address at ODOP Mart. If it was you, confirm it within an"
            " hour, on the same device or after signing in:\n\n{link}\n\nIf it was not you, ignore"
            " this e-mail.",
        ),
        Language.HI: Text(
            "अपने ई-मेल पते की पुष्टि करें",
            "किसी ने ओडीओपी मार्ट पर यह ई-मेल पता डाला है। अगर वह आप हैं, तो एक घंटे के भीतर इसकी पुष्टि करें,"
            " उसी डिवाइस पर या साइन इन करके:"
            "\n\n{link}\n\nअगर आपने यह नहीं किया, तो इस ई-मेल पर ध्यान न दें।",
        ),
    },
    Kind.RESET_PASSWORD: {
        Language.EN: Text(
            "Reset your ODOP Mart password",
            "Choose a new password within an hour:\n\n{link}\n\n"
            "If you did not request this, ignore this e-mail: your password stays the same.",
        ),
        Language.HI: Text(
            "ओडीओपी मार्ट का पासवर्ड बदलें",
            "एक घंटे के भीतर नया पासवर्ड चुनें:\n\n{link}\n\n"
            "अगर आपने यह नहीं माँगा, तो इस ई-मेल पर ध्यान न दें: आपका पासवर्ड वही रहेगा।",
        ),
    },
    Kind.NO_ACCOUNT: {
        Language.EN: Text(
            "No ODOP Mart account with this e-mail address",
            "Someone requested a new password for this e-mail address at ODOP Mart, but there is no"
            " account with it. If it was you, try another address or sign in with your phone"
            " number.",
        ),
        Language.HI: Text(
            "इस ई-मेल पते से कोई खाता नहीं है",
            "किसी ने ओडीओपी मार्ट पर इस ई-मेल पते के लिए नया पासवर्ड माँगा, पर इस पते से कोई खाता नहीं है।"
            " अगर वह आप थे, तो कोई दूसरा पता डालकर देखें या अपने फ़ोन नंबर से साइन इन करें।",
        ),
    },
    Kind.PASSWORD_CHANGED: {
        Language.EN: Text(
            "Your password was changed",
            "The password of your ODOP Mart account was changed, and other devices are signed out."
            " If it was not you, ask for a new password at once.",
        ),
        Language.HI: Text(
            "आपका पासवर्ड बदला गया",
            "आपके ओडीओपी मार्ट खाते का पासवर्ड बदला गया और बाक़ी सब जगह साइन आउट हो गया।"
            " अगर आपने नहीं बदला तो तुरंत नया पासवर्ड माँगें।",
        ),
    },
    Kind.CONTACT_CHANGED: {
        Language.EN: Text(
            "New contact added to your account",
            "A new telephone or e-mail was added to your ODOP Mart account."
            " If it was not you, sign in and end the other sessions.",
        ),
        Language.HI: Text(
            "आपके खाते में नया फ़ोन या ई-मेल जोड़ा गया",
            "आपके ओडीओपी मार्ट खाते में नया फ़ोन या ई-मेल जोड़ा गया।"
            " अगर आपने नहीं जोड़ा तो साइन इन करके बाक़ी सब जगह साइन आउट करें।",
        ),
    },
    Kind.FACTOR_ADDED: {
        Language.EN: Text(
            "Authenticator app added",
            "An authenticator app was added to your ODOP Mart account."
            " If it was not you, sign out everywhere and choose a new password.",
        ),
        Language.HI: Text(
            "ऑथेंटिकेटर ऐप जोड़ा गया",
            "आपके ओडीओपी मार्ट खाते में ऑथेंटिकेटर ऐप जोड़ा गया।"
            " अगर यह आपने नहीं किया तो सब जगह से साइन आउट करें और नया पासवर्ड चुनें।",
        ),
    },
    Kind.FACTOR_REMOVED: {
        Language.EN: Text(
            "Authenticator app removed",
            "The authenticator app was removed from your ODOP Mart account."
            " If it was not you, sign out everywhere and choose a new password.",
        ),
        Language.HI: Text(
            "ऑथेंटिकेटर ऐप हटाया गया",
            "आपके ओडीओपी मार्ट खाते से ऑथेंटिकेटर ऐप हटाया गया।"
            " अगर यह आपने नहीं किया तो सब जगह से साइन आउट करें और नया पासवर्ड चुनें।",
        ),
    },
    Kind.RECOVERY_CODES_MADE: {
        Language.EN: Text(
            "New recovery codes",
            "New recovery codes were made for your ODOP Mart account; earlier ones no longer work."
            " If it was not you, sign out everywhere and choose a new password.",
        ),
        Language.HI: Text(
            "नए रिकवरी कोड",
            "आपके ओडीओपी मार्ट खाते के नए रिकवरी कोड बनाए गए; पुराने अब नहीं चलेंगे।"
            " अगर यह आपने नहीं किया तो सब जगह से साइन आउट करें और नया पासवर्ड चुनें।",
        ),
    },
    Kind.RECOVERY_CODE_USED: {
        Language.EN: Text(
            "A recovery code was used",
            "A recovery code was used for your ODOP Mart account. Codes left: {left}."
            " If it was not you, sign out everywhere and choose a new password.",
        ),
        Language.HI: Text(
            "रिकवरी कोड इस्तेमाल हुआ",
            "आपके ओडीओपी मार्ट खाते में एक रिकवरी कोड इस्तेमाल हुआ। {left} बचे हैं।"
            " अगर यह आपने नहीं किया तो सब जगह से साइन आउट करें और नया पासवर्ड चुनें।",
        ),
    },
    Kind.API_KEY_MADE: {
        Language.EN: Text(
            "API key created",
            "An API key was created with your ODOP Mart account."
            " If it was not you, sign out everywhere and choose a new password.",
        ),
        Language.HI: Text(
            "API कुंजी बनाई गई",
            "आपके ओडीओपी मार्ट खाते से एक API कुंजी बनाई गई।"
            " अगर यह आपने नहीं किया तो सब जगह से साइन आउट करें और नया पासवर्ड चुनें।",
        ),
    },
    Kind.PAYEE_CHANGED: {
        Language.EN: Text(
            "Bank details changed",
            "The bank details of {name} on ODOP Mart were changed (account ending in {end})."
            " Payouts are paused until {until}. If this is wrong, call us before then.",
        ),
        Language.HI: Text(
            "बैंक विवरण बदला गया",
            "ओडीओपी मार्ट पर {name} का बैंक विवरण बदला गया (खाते के अंतिम अंक {end})।"
            " {until} तक भुगतान रुके रहेंगे। अगर यह ग़लत है तो उससे पहले हमें फ़ोन करें।",
        ),
    },
    Kind.PAYEE_PROPOSED: {
        Language.EN: Text(
            "Confirm your bank details",
            "Bank details were entered for you on ODOP Mart (account ending in {end})."
            " They count only once you confirm them: {link}",
        ),
        Language.HI: Text(
            "अपने बैंक विवरण की पुष्टि करें",
            "ओडीओपी मार्ट पर आपके लिए बैंक विवरण दर्ज किया गया (खाते के अंतिम अंक {end})।"
            " आपकी पुष्टि के बाद ही यह मान्य होगा: {link}",
        ),
    },
    Kind.OWNER_ADDED: {
        Language.EN: Text(
            "{name} has a new owner",
            "{name} on ODOP Mart has a new owner, who can change its bank details."
            " If this is wrong, call us.",
        ),
        Language.HI: Text(
            "{name} के नए मालिक",
            "ओडीओपी मार्ट पर {name} से एक नए मालिक जुड़े हैं, जो बैंक विवरण बदल सकते हैं।"
            " अगर यह ग़लत है तो हमें फ़ोन करें।",
        ),
    },
    Kind.OWNER_REMOVED: {
        Language.EN: Text(
            "An owner of {name} was removed",
            "One of the owners of {name} on ODOP Mart was removed. If this is wrong, call us.",
        ),
        Language.HI: Text(
            "{name} के एक मालिक हटाए गए",
            "ओडीओपी मार्ट पर {name} के मालिकों में से एक को हटाया गया। अगर यह ग़लत है तो हमें फ़ोन करें।",
        ),
    },
    Kind.INVITATION: {
        Language.EN: Text(
            "You are invited to ODOP Mart",
            "ODOP Mart invites you: {title}. To accept, sign in with this number or e-mail"
            " by {until}: {link}",
        ),
        Language.HI: Text(
            "ओडीओपी मार्ट का निमंत्रण",
            "ओडीओपी मार्ट का निमंत्रण: {title}। स्वीकार करने के लिए इसी नंबर या ई-मेल से {until} तक"
            " साइन इन करें: {link}",
        ),
    },
    Kind.ERASED: {
        Language.EN: Text(
            "Your account has been erased",
            "Your ODOP Mart account has been erased. Order records that tax law requires are kept"
            " with restricted access until they may be deleted.",
        ),
        Language.HI: Text(
            "आपका खाता मिटा दिया गया",
            "आपका ओडीओपी मार्ट खाता मिटा दिया गया। कर क़ानून के लिए ज़रूरी ऑर्डर का ब्योरा तय समय तक"
            " सुरक्षित रखा जाएगा।",
        ),
    },
    Kind.ORDER_PLACED: {
        Language.EN: Text(
            "Your order {number} is placed",
            "Your ODOP Mart order {number} for {total} is placed. Follow it: {link}",
        ),
        Language.HI: Text(
            "आपका ऑर्डर {number} पक्का हुआ",
            "{total} का आपका ओडीओपी मार्ट ऑर्डर {number} पक्का हुआ। देखें: {link}",
        ),
    },
    Kind.ORDER_ADDRESS_CHANGED: {
        Language.EN: Text(
            "New delivery address for your order {number}",
            "The delivery address of your ODOP Mart order {number} was changed. See: {link}"
            " If it was not you, cancel the order before it is packed.",
        ),
        Language.HI: Text(
            "आपके ऑर्डर {number} का नया पता",
            "आपके ओडीओपी मार्ट ऑर्डर {number} का डिलीवरी पता बदला गया है। देखें: {link}"
            " अगर आपने नहीं बदला तो पैक होने से पहले ऑर्डर रद्द करें।",
        ),
    },
    Kind.ORDER_CANCELLED: {
        Language.EN: Text(
            "Your order {number} is cancelled",
            "Your ODOP Mart order {number} is cancelled. See: {link}",
        ),
        Language.HI: Text(
            "आपका ऑर्डर {number} रद्द हो गया",
            "आपका ओडीओपी मार्ट ऑर्डर {number} रद्द हो गया है। देखें: {link}",
        ),
    },
    Kind.ORDER_CANCELLED_REFUND: {
        Language.EN: Text(
            "Your order {number} is cancelled",
            "Your ODOP Mart order {number} is cancelled. We are refunding {amount}. See: {link}",
        ),
        Language.HI: Text(
            "आपका ऑर्डर {number} रद्द हो गया",
            "आपका ओडीओपी मार्ट ऑर्डर {number} रद्द हो गया है। {amount} लौटाए जा रहे हैं। देखें: {link}",
        ),
    },
    Kind.PART_CANCELLED: {
        Language.EN: Text(
            "Part of your order {number} is cancelled",
            "Part of your ODOP Mart order {number} is cancelled. The rest of the order stays as it"
            " is. See: {link}",
        ),
        Language.HI: Text(
            "आपके ऑर्डर {number} का एक हिस्सा रद्द हुआ",
            "आपके ओडीओपी मार्ट ऑर्डर {number} का एक हिस्सा रद्द हो गया है। बाक़ी सामान आएगा। देखें: {link}",
        ),
    },
    Kind.PART_CANCELLED_REFUND: {
        Language.EN: Text(
            "Part of your order {number} is cancelled",
            "Part of your ODOP Mart order {number} is cancelled. We are refunding {amount} for it."
            " See: {link}",
        ),
        Language.HI: Text(
            "आपके ऑर्डर {number} का एक हिस्सा रद्द हुआ",
            "आपके ओडीओपी मार्ट ऑर्डर {number} का एक हिस्सा रद्द हो गया है। उसके {amount} लौटाए जा रहे हैं।"
            " देखें: {link}",
        ),
    },
    Kind.PAYMENT_FAILED: {
        Language.EN: Text(
            "The payment for order {number} did not go through",
            "The payment for your ODOP Mart order {number} did not go through. Try again: {link}",
        ),
        Language.HI: Text(
            "ऑर्डर {number} का भुगतान नहीं हुआ",
            "आपके ओडीओपी मार्ट ऑर्डर {number} का भुगतान नहीं हुआ। फिर कोशिश करें: {link}",
        ),
    },
    Kind.PAYMENT_EXPIRED: {
        Language.EN: Text(
            "Your order {number} was not paid in time",
            "Your ODOP Mart order {number} was not paid in time and is cancelled. If you were"
            " charged, you will get the order or your money back.",
        ),
        Language.HI: Text(
            "ऑर्डर {number} का समय पर भुगतान नहीं हुआ",
            "ओडीओपी मार्ट ऑर्डर {number} का समय पर भुगतान नहीं हुआ, इसलिए वह रद्द है।"
            " अगर आपके पैसे कट गए हैं, तो ऑर्डर पक्का होगा या पैसे लौटाए जाएँगे।",
        ),
    },
    Kind.PAID_TOO_LATE: {
        Language.EN: Text(
            "Late payment for order {number}",
            "Your payment for ODOP Mart order {number} came after the order was cancelled. We are"
            " refunding {amount}.",
        ),
        Language.HI: Text(
            "ऑर्डर {number} का भुगतान देर से आया",
            "ओडीओपी मार्ट ऑर्डर {number} का भुगतान ऑर्डर रद्द होने के बाद आया। {amount} लौटाए जा रहे हैं।",
        ),
    },
    Kind.REFUNDED: {
        Language.EN: Text(
            "Refund of {amount}",
            "{amount} of your ODOP Mart order {number} has been refunded.",
        ),
        Language.HI: Text(
            "{amount} लौटा दिए गए",
            "ओडीओपी मार्ट ऑर्डर {number} के {amount} लौटा दिए गए।",
        ),
    },
    Kind.DISPUTED: {
        Language.EN: Text(
            "Dispute: {amount} of order {number}",
            "A buyer's bank has disputed {amount} of ODOP Mart order {number}. Refunded so far:"
            " {refunded} ({references}). Respond at the payment gateway.",
        ),
        Language.HI: Text(
            "बैंक ने ऑर्डर {number} के {amount} वापस माँगे हैं",
            "ख़रीदार के बैंक ने ओडीओपी मार्ट ऑर्डर {number} के {amount} वापस माँगे हैं। अब तक लौटाए गए:"
            " {refunded} ({references})। भुगतान गेटवे पर जवाब दें।",
        ),
    },
}
