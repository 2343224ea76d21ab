"""Invented buyers: the addresses of the demo account, and guests who order once."""

from dataclasses import dataclass

from commerce.accounts.addresses import Written
from commerce.core.texts.language import Language

# A piece of a shelf: the number of the shelf, that of the piece on it, and how many.
Choice = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Wish:
    """An order to be placed: what, how many hours ago, and whether it was cancelled since.

    `cancelled_part` is the place of the suborder that alone is cancelled.
    """

    hours_ago: int
    choices: tuple[Choice, ...]
    coupon: str | None = None
    is_cancelled: bool = False
    cancelled_part: int | None = None


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without an account who orders once, with a verified phone number."""

    email: str
    address: Written
    wish: Wish
    language: Language = Language.EN


def _at(
    name: str, number: int, line1: str, city: str, pincode: str, state: str, landmark: str = ""
) -> Written:
    """An address with an unassigned phone number."""
    phone = f"+91000008{number:04d}"
    return Written(name, phone, line1, None, landmark or None, city, pincode, state)


HOME = _at("Asha Verma", 1, "B-204, Gomti Enclave", "Lucknow", "226010", "09", "Near the park")
PARENTS = _at("Suresh Verma", 2, "17, Civil Lines", "Kanpur", "208001", "09")
WISHES = (
    Wish(98, ((0, 0, 1), (1, 0, 2)), coupon="SWAGAT10"),
    Wish(51, ((2, 0, 1),), is_cancelled=True),
    Wish(27, ((0, 1, 1), (3, 0, 1), (4, 0, 1)), cancelled_part=2),
)
CART: tuple[Choice, ...] = ((1, 2, 1), (3, 1, 2))
WISHLIST = ((0, 2), (1, 1), (2, 2), (3, 2), (4, 2), (5, 2))

GUESTS = (
    Guest(
        "meera.nair@buyer.example.in",
        _at("Meera Nair", 11, "31, 4th Cross", "Bengaluru", "560001", "29"),
        Wish(120, ((0, 0, 1),)),
    ),
    Guest(
        "ravi.tiwari@buyer.example.in",
        _at("रवि तिवारी", 12, "मकान 8, दुर्गाकुंड", "वाराणसी", "221005", "09", "मंदिर के पास"),
        Wish(101, ((1, 1, 1), (2, 1, 1))),
        Language.HI,
    ),
    Guest(
        "farah.siddiqui@buyer.example.in",
        _at("Farah Siddiqui", 13, "C-12, Green Park", "New Delhi", "110016", "07"),
        Wish(82, ((0, 1, 2), (4, 1, 1))),
    ),
    Guest(
        "sunil.joshi@buyer.example.in",
        _at("Sunil Joshi", 14, "5, Prabhat Road", "Pune", "411004", "27"),
        Wish(74, ((3, 0, 1),)),
    ),
    Guest(
        "kavita.meena@buyer.example.in",
        _at("Kavita Meena", 15, "88, Bapu Bazaar", "Jaipur", "302001", "08"),
        Wish(55, ((5, 0, 1), (1, 2, 1))),
    ),
    Guest(
        "arjun.rao@buyer.example.in",
        _at("Arjun Rao", 16, "Flat 3, Lake View", "Hyderabad", "500034", "36"),
        Wish(46, ((0, 2, 1),)),
    ),
    Guest(
        "lata.patel@buyer.example.in",
        _at("Lata Patel", 17, "14, Ashram Road", "Ahmedabad", "380009", "24"),
        Wish(30, ((4, 0, 1), (5, 1, 1))),
    ),
    Guest(
        "anita.das@buyer.example.in",
        _at("Anita Das", 18, "22, Ballygunge Place", "Kolkata", "700019", "19"),
        Wish(21, ((2, 0, 2),)),
    ),
    Guest(
        "sana.khan@buyer.example.in",
        _at("Sana Khan", 19, "Flat 9, Hill Road", "Mumbai", "400050", "27"),
        Wish(6, ((0, 0, 1), (3, 1, 1))),
    ),
)
