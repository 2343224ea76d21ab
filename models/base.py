"""Columns and constraints that several tables share."""

from typing import Any

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

SLUG_PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$"


def slug_field(length: int = 120) -> Any:
    """A readable key for page addresses: lower-case Latin letters, digits and hyphens."""
    return fields.CharField(length, unique=True)


def slug_check(table: str) -> CheckConstraint:
    return CheckConstraint(check=f"slug ~ '{SLUG_PATTERN}'", name=f"{table}_slug_form")


def said_check(table: str, stem: str) -> CheckConstraint:
    """Require a text in at least one of the two languages."""
    return CheckConstraint(
        check=f"num_nonnulls({stem}_en, {stem}_hi) > 0", name=f"{table}_{stem}_said"
    )


def optional_char(length: int) -> Any:
    return fields.CharField(length, null=True)


def optional_text() -> Any:
    return fields.TextField(null=True)


def picture_id_check(table: str, column: str) -> CheckConstraint:
    """Restrict a picture's public id to characters that need no escaping in addresses."""
    part = "[A-Za-z0-9][A-Za-z0-9._-]*"
    return CheckConstraint(check=f"{column} ~ '^{part}(/{part})*$'", name=f"{table}_{column}_form")


def picture_check(table: str, stem: str) -> CheckConstraint:
    """Require width and height for every picture, and only for pictures."""
    return CheckConstraint(
        check=f"({stem}_public_id IS NULL) = ({stem}_width IS NULL)"
        f" AND ({stem}_public_id IS NULL) = ({stem}_height IS NULL)",
        name=f"{table}_{stem}_size",
    )
