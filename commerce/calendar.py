"""Days and financial years, which are India's."""

from datetime import date, datetime, timedelta, timezone

IST = timezone(timedelta(hours=5, minutes=30), "IST")


def day(moment: datetime) -> date:
    """The day in India."""
    return moment.astimezone(IST).date()


def financial_year(moment: datetime) -> str:
    """April to March, as in 2026-27."""
    today = day(moment)
    first = today.year - (today.month < 4)
    return f"{first}-{(first + 1) % 100:02d}"
