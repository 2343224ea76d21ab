"""The main ranking parameters in plain language (E-Commerce Rules 2020, rule 5).

The words follow `commerce.catalogue.catalogue.ORDERS`: whoever changes an order changes them.
"""

PARAMETERS = {
    "relevance": (
        "By how well district, craft, name, attributes and description match the words searched,"
        " rarer words counting more; pieces to be had come before those that are not.",
        "खोजे गए शब्द ज़िले, शिल्प, नाम, विशेषताओं और विवरण से कितने मिलते हैं, इसके अनुसार; दुर्लभ शब्दों"
        " का महत्व अधिक है और उपलब्ध वस्तुएँ पहले आती हैं।",
    ),
    "newest": ("Latest published first.", "सबसे नई वस्तुएँ पहले।"),
    "oldest": ("Earliest published first.", "सबसे पुरानी वस्तुएँ पहले।"),
    "price_asc": ("Lowest price first, by the cheapest variant.", "सबसे कम दाम पहले।"),
    "price_desc": ("Highest price first, by the cheapest variant.", "सबसे अधिक दाम पहले।"),
    "popular": (
        "By visits and sales; nobody can pay for a place.",
        "देखे जाने और बिक्री के अनुसार; स्थान के लिए कोई भुगतान नहीं लिया जाता।",
    ),
    "rating": (
        "By buyers' stars; few ratings are steadied towards 3.5.",
        "ख़रीदारों के सितारों के अनुसार; कम समीक्षाएँ होने पर औसत 3.5 की ओर साधा जाता है।",
    ),
    "country_of_origin": ("By country of origin.", "मूल देश के अनुसार।"),
}


def ranking_parameters(order: str) -> tuple[str, str]:
    """What decides an order, in English and Hindi."""
    return PARAMETERS[order]
