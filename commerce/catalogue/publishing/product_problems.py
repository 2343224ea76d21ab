"""Problems of a product that is to be published, with their texts in English and Hindi."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from models import EvidenceKind


class ProblemCode(StrEnum):
    """What has to be put right. Clients act on the codes."""

    NAME_MISSING = "NAME_MISSING"
    KIND_MISSING = "KIND_MISSING"
    PICTURE_MISSING = "PICTURE_MISSING"
    VARIANT_MISSING = "VARIANT_MISSING"
    HSN_UNKNOWN = "HSN_UNKNOWN"
    NO_TAX_RATE = "NO_TAX_RATE"
    RATE_CONDITION_MISSING = "RATE_CONDITION_MISSING"
    RATE_CONDITION_UNKNOWN = "RATE_CONDITION_UNKNOWN"
    PRICE_IN_TAX_GAP = "PRICE_IN_TAX_GAP"
    NET_QUANTITY_MISSING = "NET_QUANTITY_MISSING"
    NET_UNIT_DIFFERS = "NET_UNIT_DIFFERS"
    DECLARATION_MISSING = "DECLARATION_MISSING"
    FSSAI_LICENCE_MISSING = "FSSAI_LICENCE_MISSING"
    FSSAI_LICENCE_INVALID = "FSSAI_LICENCE_INVALID"
    BEST_BEFORE_MISSING = "BEST_BEFORE_MISSING"
    VEGETARIAN_MARK_MISSING = "VEGETARIAN_MARK_MISSING"
    LOT_MISSING = "LOT_MISSING"
    CLAIM_WITHOUT_EVIDENCE = "CLAIM_WITHOUT_EVIDENCE"


# In English and in Hindi. `{names}` are facts of the problem; those of one language end in it.
TEXTS: Mapping[ProblemCode, tuple[str, str]] = {
    ProblemCode.NAME_MISSING: (
        "Enter a name in words.",
        "नाम शब्दों में लिखें।",
    ),
    ProblemCode.KIND_MISSING: (
        "Choose what kind of product this is.",
        "चुनें कि यह किस प्रकार का सामान है।",
    ),
    ProblemCode.PICTURE_MISSING: ("Add a picture.", "एक तस्वीर जोड़ें।"),
    ProblemCode.VARIANT_MISSING: (
        "Add a size or pack with its price.",
        "दाम के साथ कम-से-कम एक साइज़ या पैक जोड़ें।",
    ),
    ProblemCode.HSN_UNKNOWN: (
        "{sku}: the HSN code {hsn} is not in the tariff. Choose one with eight digits.",
        "{sku}: HSN कोड {hsn} सूची में नहीं है। आठ अंकों का कोड चुनें।",
    ),
    ProblemCode.NO_TAX_RATE: (
        "{sku}: no GST rate is set for the HSN code {hsn}.",
        "{sku}: HSN कोड {hsn} पर GST की दर तय नहीं है।",
    ),
    ProblemCode.RATE_CONDITION_MISSING: (
        "{sku}: the GST rate depends on this: {questions_en}",
        "{sku}: GST की दर इससे तय होगी: {questions_hi}",
    ),
    ProblemCode.RATE_CONDITION_UNKNOWN: (
        "{sku}: the answer given does not fit the HSN code {hsn}. {questions_en}",
        "{sku}: दिया गया जवाब HSN कोड {hsn} से मेल नहीं खाता। {questions_hi}",
    ),
    ProblemCode.PRICE_IN_TAX_GAP: (
        "{sku}: no GST rate fits the price {price}. The next lower price that can be sold at is"
        " {lower}.",
        "{sku}: {price} दाम पर GST की कोई दर लागू नहीं होती। इससे कम दाम {lower} रखा जा सकता है।",
    ),
    ProblemCode.NET_QUANTITY_MISSING: (
        "{sku}: enter what one pack contains, in {unit_en}.",
        "{sku}: लिखें कि एक पैक में कितना है ({unit_hi} में)।",
    ),
    ProblemCode.NET_UNIT_DIFFERS: (
        "{sku}: enter what one pack contains in {unit_en}.",
        "{sku}: एक पैक की मात्रा {unit_hi} में लिखें।",
    ),
    ProblemCode.DECLARATION_MISSING: (
        "Fill in the label: common name, maker's name and address.",
        "लेबल भरें: सामान का आम नाम, बनाने वाले का नाम और पता।",
    ),
    ProblemCode.FSSAI_LICENCE_MISSING: (
        "Food needs the FSSAI licence or registration number.",
        "खाने के सामान के लिए FSSAI लाइसेंस या पंजीकरण नंबर चाहिए।",
    ),
    ProblemCode.FSSAI_LICENCE_INVALID: (
        "The FSSAI number has 14 digits and begins with 1 or 2.",
        "FSSAI नंबर 14 अंकों का होता है और 1 या 2 से शुरू होता है।",
    ),
    ProblemCode.BEST_BEFORE_MISSING: (
        "Enter for how many months the food keeps.",
        "लिखें कि यह कितने महीने तक ठीक रहता है।",
    ),
    ProblemCode.VEGETARIAN_MARK_MISSING: (
        "Say whether the food is vegetarian.",
        "बताएँ कि यह शाकाहारी है या नहीं।",
    ),
    ProblemCode.LOT_MISSING: (
        "{sku}: enter the lot number and the packing date of the food in stock.",
        "{sku}: स्टॉक में रखे सामान का लॉट नंबर और पैकिंग की तारीख़ लिखें।",
    ),
    ProblemCode.CLAIM_WITHOUT_EVIDENCE: (
        "“{words}” needs evidence: {evidence_en}. Add it, or leave these words out.",
        "“{words}” लिखने के लिए प्रमाण चाहिए: {evidence_hi}। प्रमाण जोड़ें या ये शब्द हटा दें।",
    ),
}

EVIDENCE: Mapping[EvidenceKind, tuple[str, str]] = {
    EvidenceKind.HANDLOOM_MARK: ("Handloom Mark registration", "हैंडलूम मार्क पंजीकरण"),
    EvidenceKind.WEAVER_CARD: ("weaver's identity card", "बुनकर पहचान पत्र"),
    EvidenceKind.SILK_MARK: ("Silk Mark label", "सिल्क मार्क लेबल"),
    EvidenceKind.KHADI_MARK: ("Khadi Mark certificate", "खादी मार्क प्रमाणपत्र"),
    EvidenceKind.ORGANIC: ("organic certificate (NPOP or PGS)", "जैविक प्रमाणपत्र (NPOP या PGS)"),
    EvidenceKind.FOOD_SAFE: ("food contact test report", "खाने के संपर्क की जाँच रिपोर्ट"),
    EvidenceKind.LEAD_FREE: ("lead test report", "सीसे की जाँच रिपोर्ट"),
    EvidenceKind.HALLMARK: ("hallmark with HUID", "HUID वाला हॉलमार्क"),
    EvidenceKind.NO_CHILD_LABOUR: (
        "certificate against child labour",
        "बाल श्रम न होने का प्रमाणपत्र",
    ),
    EvidenceKind.GI: ("GI authorised user registration", "जीआई अधिकृत उपयोगकर्ता पंजीकरण"),
    EvidenceKind.LAB_TESTED: ("laboratory report", "प्रयोगशाला की रिपोर्ट"),
    EvidenceKind.BIS: ("BIS licence", "BIS लाइसेंस"),
    EvidenceKind.ENVIRONMENT: ("environmental certificate", "पर्यावरण प्रमाणपत्र"),
}


class ProductProblem(NamedTuple):
    """A problem of the field that `path` leads to; of a list, by the place in it."""

    code: ProblemCode
    path: tuple[str, ...]
    text: tuple[str, str]


def problem(code: ProblemCode, *path: str, **facts: Any) -> ProductProblem:
    en, hi = TEXTS[code]
    return ProductProblem(code, path, (en.format(**facts), hi.format(**facts)))
