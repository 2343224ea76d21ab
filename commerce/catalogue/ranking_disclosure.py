"""The main ranking parameters in plain language (E-Commerce Rules 2020, rule 5).

The texts follow `commerce.catalogue.catalogue.ORDERS` and `commerce.search.query`, which computes
the score; change them together.
"""

PARAMETERS = {
    "relevance": (
        "By how well the district, craft, name, attributes and description match your search words;"
        " rarer words count more. Products in stock come first.",
        "खोजे गए शब्द ज़िले, शिल्प, नाम, विशेषताओं और विवरण से कितने मिलते हैं, इसके अनुसार; कम इस्तेमाल होने"
        " वाले शब्दों का महत्व ज़्यादा है। जो उत्पाद स्टॉक में हैं, वे पहले आते हैं।",
    ),
    "newest": ("Newest first, by publication date.", "सबसे नए उत्पाद पहले।"),
    "oldest": ("Oldest first, by publication date.", "सबसे पुराने उत्पाद पहले।"),
    "price_asc": (
        "Lowest price first, by the cheapest option.",
        "सबसे कम दाम पहले, सबसे सस्ते विकल्प के अनुसार।",
    ),
    "price_desc": (
        "Highest price first, by the cheapest option.",
        "सबसे ज़्यादा दाम पहले, सबसे सस्ते विकल्प के अनुसार।",
    ),
    "popular": (
        "By views and sales. Sellers cannot pay for a higher position.",
        "कितनी बार देखा और ख़रीदा गया, इसके अनुसार। ऊपर दिखाने के लिए कोई पैसा नहीं लिया जाता।",
    ),
    "rating": (
        "By buyers' ratings. With few ratings, the average is moved towards 3.5.",
        "ख़रीदारों की रेटिंग के अनुसार। रेटिंग कम हों तो औसत 3.5 के क़रीब रखा जाता है।",
    ),
    "country_of_origin": ("By country of origin.", "मूल देश के अनुसार।"),
}


def ranking_parameters(order: str) -> tuple[str, str]:
    """The parameters of a sort order, in English and Hindi."""
    return PARAMETERS[order]
