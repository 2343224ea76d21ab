"""Scalars of our own."""

import re
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

from auth.inputs.text_input import TextProfile, fold
from graph.error_texts import COUNTRY_FORM, DATE_FORM, DECIMAL_FORM, DECIMAL_SIZE, TIME_FORM
from graph.errors import bad_input

Decimal = NewType("Decimal", str)
CountryCode = NewType("CountryCode", str)
Date = NewType("Date", str)
DateTime = NewType("DateTime", str)


def _decimal(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise bad_input(DECIMAL_FORM)
    text = fold(TextProfile.NUMBER, str(value))
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,2})?", text):
        raise bad_input(DECIMAL_SIZE)
    return text


def _country(value: object) -> str:
    code = fold(TextProfile.IDENTIFIER, value) if isinstance(value, str) else ""
    if not re.fullmatch("[A-Z]{2}", code):
        raise bad_input(COUNTRY_FORM)
    return code


def _day(value: object) -> str:
    try:
        return date.fromisoformat(fold(TextProfile.NUMBER, str(value))).isoformat()
    except ValueError:
        raise bad_input(DATE_FORM) from None


def _moment(value: object) -> str:
    try:
        return iso(datetime.fromisoformat(fold(TextProfile.NUMBER, str(value))).astimezone(UTC))
    except (ValueError, OverflowError):
        raise bad_input(TIME_FORM) from None


def iso(value: datetime) -> DateTime:
    """RFC 3339 in UTC, to the second."""
    return DateTime(value.strftime("%Y-%m-%dT%H:%M:%SZ"))


def enum_value(member: Enum) -> Any:
    """The internal value of a GraphQL enum's member."""
    return member.value


DECIMAL = strawberry.scalar(
    name="Decimal",
    description="Exact decimal number as a string with at most two decimal places, for"
    ' example "3000.00".',
    parse_value=_decimal,
    serialize=str,
)
COUNTRY_CODE = strawberry.scalar(
    name="CountryCode",
    description="Two-letter country code (ISO 3166-1), for example IN.",
    parse_value=_country,
    serialize=str,
)
DATE = strawberry.scalar(
    name="Date",
    description="Calendar date in India (ISO 8601), for example 2026-01-31.",
    parse_value=_day,
    serialize=str,
)
DATE_TIME = strawberry.scalar(
    name="DateTime",
    description="Date and time in UTC (RFC 3339), for example 2026-01-31T18:30:00Z.",
    parse_value=_moment,
    serialize=str,
)
SCALARS: dict[object, ScalarDefinition] = {
    Decimal: DECIMAL,
    CountryCode: COUNTRY_CODE,
    Date: DATE,
    DateTime: DATE_TIME,
}
