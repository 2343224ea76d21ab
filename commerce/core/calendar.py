"""Days and financial years, which are India's."""

from datetime import date, datetime, timedelta, timezone

IST = timezone(timedelta(hours=5, minutes=30), "IST")


def day(moment: datetime) -> date:
    """The day in India."""
    return moment.astimezone(IST).date()


MONTHS_HI = (
    "जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून",
    "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर",
)  # fmt: skip


def day_text(moment: datetime) -> tuple[str, str]:
    """The day in India as people say it, in English and in Hindi."""
    found = day(moment)
    months_en = found.strftime("%B")
    month_hi = MONTHS_HI[found.month - 1]
    return f"{found.day} {months_en} {found.year}", f"{found.day} {month_hi} {found.year}"


def financial_year(moment: datetime) -> str:
    """April to March, as in 2026-27."""
    today = day(moment)
    first = today.year - (today.month < 4)
    return f"{first}-{(first + 1) % 100:02d}"
