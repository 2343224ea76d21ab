"""States and Union Territories by GST code, and the names people use for them."""

import re
from functools import lru_cache

import models
from auth.inputs.text_input import fold_slug
from commerce.core.texts.language import Language, in_language
from commerce.reference.files import read_csv
from database.caches.table_cache import TABLE_CACHE
from database.sql import Sql

# Codes of ISO 3166-2:IN and of number plates, and former names.
OTHER_NAMES = {
    "01": ("JK", "J&K"),
    "02": ("HP",),
    "03": ("PB",),
    "04": ("CH",),
    "05": ("UK", "UT", "UA", "Uttaranchal", "उत्तराखण्ड"),
    "06": ("HR",),
    "07": ("DL", "New Delhi", "NCT of Delhi", "Delhi NCT", "नई दिल्ली"),
    "08": ("RJ",),
    "09": ("UP", "Uttar Pardesh", "उ.प्र.", "यूपी"),
    "10": ("BR",),
    "11": ("SK",),
    "12": ("AR",),
    "13": ("NL", "नागालैण्ड"),
    "14": ("MN",),
    "15": ("MZ",),
    "16": ("TR",),
    "17": ("ML",),
    "18": ("AS",),
    "19": ("WB", "Paschim Banga", "बंगाल"),
    "20": ("JH", "झारखण्ड"),
    "21": ("OD", "OR", "Orissa", "उड़ीसा"),
    "22": ("CG", "CT", "Chattisgarh"),
    "23": ("MP", "म.प्र."),
    "24": ("GJ",),
    "26": (
        "DH", "DN", "DD", "DNHDD", "DNH", "Dadra and Nagar Haveli", "Daman and Diu", "दमन और दीव",
        "दादरा और नगर हवेली",
    ),
    "27": ("MH", "Maharastra"),
    "29": ("KA",),
    "30": ("GA",),
    "31": ("LD",),
    "32": ("KL",),
    "33": ("TN", "Tamilnadu"),
    "34": ("PY", "Pondicherry", "पांडिचेरी", "पुडुचेरी", "पुदुच्चेरी", "पुद्दुचेरी"),
    "35": (
        "AN", "Andaman and Nicobar", "Andaman & Nicobar", "A & N Islands", "Andaman",
        "अंडमान और निकोबार",
    ),
    "36": ("TG", "TS"),
    "37": ("AP", "AD"),
    "38": ("LA",),
}  # fmt: skip

BETWEEN_PARTS = re.compile(r"[()\[\],/|:\u2013\u2014-]")
COUNTRY = frozenset(("india", "भारत", "bharat"))


def state_code(written: str) -> str | None:
    """The GST code: 09 for `9`, `UP`, `IN-UP`, `Uttar Pradesh` and `उत्तर प्रदेश`; None for no
    State.
    """
    written = written[:200]
    return _named(written) or _named_by_parts(written)


def _named(written: str) -> str | None:
    key = _key(written)
    return _codes().get(key) or _codes().get(key.removeprefix("in"))


def _named_by_parts(written: str) -> str | None:
    """Parse the notation of forms: `09-Uttar Pradesh`, `Uttar Pradesh (UP)`, `Delhi, India`."""
    parts = {_key(part): part for part in BETWEEN_PARTS.split(written)}
    named = {_named(part) for key, part in parts.items() if key and key not in COUNTRY}
    return named.pop() if len(named) == 1 else None


# A code in tax returns for the sea around India, where nobody lives.
OTHER_TERRITORY = "97"


async def for_addresses(language: Language) -> list[models.State]:
    """The States and Union Territories for addresses, sorted by name in `language`."""
    cached = await TABLE_CACHE.table(models.State, Sql("true"), "code")
    rows = list(cached.rows.values()) if cached else await models.State.all()
    usable = [row for row in rows if row.is_active and row.code != OTHER_TERRITORY]
    return sorted(usable, key=lambda row: (in_language(row, "name", language)[0] or "", row.code))


def _key(name: str) -> str:
    """Letters, Devanagari signs and digits only, without nukta, which many omit."""
    plain = fold_slug(name).replace("&", "and").replace("\u093c", "")
    key = "".join(c for c in plain if c.isalnum() or "\u0900" <= c <= "\u0963")
    return key.lstrip("0") if key.isdecimal() else key


@lru_cache(1)
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in read_csv("states.csv"):
        if row["is_active"] != "true":
            continue
        code = row["code"]
        for name in (code, row["name_en"], row["name_hi"], *OTHER_NAMES.get(code, ())):
            found[_key(name)] = code
    return found
