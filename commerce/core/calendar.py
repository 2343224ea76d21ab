"""Days and financial years in Indian time."""

from datetime import date, datetime, timedelta, timezone

IST = timezone(timedelta(hours=5, minutes=30), "IST")


def day(moment: datetime) -> date:
    """The date in India."""
    return moment.astimezone(IST).date()


MONTHS_HI = (
    "जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून",
    "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर",
)  # fmt: skip


def day_text(moment: datetime) -> tuple[str, str]:
    """The date in India in words, in English and in Hindi."""
    date_ = day(moment)
    month_en = date_.strftime("%B")
    month_hi = MONTHS_HI[date_.month - 1]
    return f"{date_.day} {month_en} {date_.year}", f"{date_.day} {month_hi} {date_.year}"


def financial_year(moment: datetime) -> str:
    """The Indian financial year, April to March, as in 2026-27."""
    today = day(moment)
    first = today.year - (today.month < 4)
    return f"{first}-{(first + 1) % 100:02d}"
