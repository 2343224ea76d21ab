"""Which sentences a description has, and the days of work that its price pays for."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from random import Random

from demo.words.claims import NO_EVIDENCE, Evidence, unproven
from demo.words.content import read_toml
from demo.words.texts import Text

# Of the goods themselves, and of their origin (first) or use (last).
OF_GOODS = ("making", "detail")
FIRST, LAST = "opening", "closing"
# Said of the maker, on the maker's page.
OF_MAKER = "{village}"
DAYS = "{days}"


@cache
def paid_per_day() -> Decimal:
    """Rupees of the price that pay for one day's work and its material."""
    wage = read_toml("people.toml")["wage"]
    return Decimal(wage["per_day"]) / (1 - Decimal(wage["material"]))


def days_of_work(chance: Random, paise: int, lead_days: tuple[int, int]) -> int | None:
    """Days as long as the family takes that the price pays for; None if it pays for fewer."""
    least, most = lead_days[0], min(lead_days[1], int(Decimal(paise) / 100 / paid_per_day()))
    return chance.randint(least, most) if least <= most else None


def picked_sentences(
    chance: Random,
    description: Mapping[str, tuple[Text, ...]],
    has_days: bool,
    evidence: Evidence = NO_EVIDENCE,
) -> list[Text]:
    """Two sentences: one of the goods, and one before or after it of their origin or use.

    None of them claims what there is no evidence of.
    """
    frame = chance.choice((FIRST, LAST))
    goods = _sayable([text for part in OF_GOODS for text in description[part]], has_days, evidence)
    framing = _sayable(description[frame], has_days, evidence)
    chosen = [chance.choice(texts) for texts in (goods, framing) if texts]
    return chosen[::-1] if frame == FIRST else chosen


def _sayable(
    texts: tuple[Text, ...] | list[Text], has_days: bool, evidence: Evidence
) -> list[Text]:
    return [
        text
        for text in texts
        if OF_MAKER not in text.en
        and (has_days or DAYS not in text.en)
        and not unproven(text.en, evidence)
        and not unproven(text.hi, evidence)
    ]
