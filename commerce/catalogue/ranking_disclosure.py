"""The main ranking parameters in plain language (E-Commerce Rules 2020, rule 5).

The texts follow `commerce.catalogue.catalogue.ORDERS`, `commerce.search.search_keys` for the texts
that are searched, and `commerce.search.query` and `term`, which compute the score; change them
together. A test compares what can be compared.
"""

PARAMETERS = {
    "relevance": (
        "By where your search words are found: what the thing is called counts most, a little more"
        " if it is that thing than if it only goes with one; then the district, craft and the"
        " product's name, then its attributes, category, artisan, seller and generic name, then its"
        " description. Rarer words count more, and the same spelling counts more than synonyms and"
        " similar spellings. If products have a word as you typed it, other words that only sound"
        " like it are left out where they are known to mean something else. Products that are not"
        " available count 20% less. Good ratings count up to 5% more, poor ones up to 8% less.",
        "खोजे गए शब्द कहाँ मिलते हैं, इसके अनुसार: सबसे ज़्यादा महत्व इस बात का है कि चीज़ को क्या कहते हैं, और"
        " चीज़ ख़ुद वही हो तो उससे थोड़ा ज़्यादा, जो सिर्फ़ उसके साथ की हो; फिर ज़िले, शिल्प और उत्पाद के नाम का,"
        " फिर उसकी विशेषताओं, श्रेणी, कारीगर, विक्रेता और आम नाम का, और उसके बाद विवरण का। जो शब्द कम"
        " उत्पादों में हैं, उनका महत्व ज़्यादा है; वही वर्तनी मिले तो उसका महत्व पर्यायवाची और मिलती-जुलती वर्तनी"
        " से ज़्यादा है। शब्द जैसा आपने लिखा, वैसा ही उत्पादों में हो, तो सुनने में मिलते-जुलते ऐसे शब्द नहीं दिखते"
        " जिनका मतलब कुछ और है। जो उत्पाद उपलब्ध नहीं हैं, उनका महत्व 20% कम रहता है। अच्छी रेटिंग से महत्व 5%"
        " तक बढ़ता है और ख़राब रेटिंग से 8% तक घटता है।",
    ),
    "newest": ("Newest first, by publication date.", "सबसे नए उत्पाद पहले।"),
    "oldest": ("Oldest first, by publication date.", "सबसे पुराने उत्पाद पहले।"),
    "price_asc": (
        "Lowest price first, by the cheapest option that can be bought.",
        "सबसे कम दाम पहले: जो सबसे सस्ता विकल्प ख़रीदा जा सकता है, उसके अनुसार।",
    ),
    "price_desc": (
        "Highest price first, by the cheapest option that can be bought.",
        "सबसे ज़्यादा दाम पहले: जो सबसे सस्ता विकल्प ख़रीदा जा सकता है, उसके अनुसार।",
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
