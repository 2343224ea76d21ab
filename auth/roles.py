"""Roles of people, and permissions of the corporation's staff by group."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A role of a person, who may have several."""

    BUYER = "buyer"
    ARTISAN = "artisan"
    FACILITATOR = "facilitator"
    VENDOR = "vendor"
    OFFICER = "officer"
    STAFF = "staff"


class Permission(StrEnum):
    """A permission of a staff group, for the whole mart."""

    PEOPLE_READ = "people.read"
    PEOPLE_MANAGE = "people.manage"
    AUDIT_READ = "audit.read"
    KEYS_MANAGE = "keys.manage"
    MONEY_READ = "money.read"
    MONEY_MOVE = "money.move"
    CATALOGUE_REVIEW = "catalogue.review"
    VENDORS_APPROVE = "vendors.approve"
    ORDERS_READ = "orders.read"
    JOBS_MANAGE = "jobs.manage"


class Scope(StrEnum):
    """A permission of an API key."""

    CATALOGUE_READ = "catalogue.read"
    AUDIT_READ = "audit.read"


@dataclass(frozen=True, slots=True)
class Group:
    name_en: str
    name_hi: str
    permissions: frozenset[Permission]


# The groups of a new mart, created by `odop staff` and the demo.
GROUPS: Mapping[str, Group] = {
    "administrators": Group("Administrators", "प्रशासक", frozenset(Permission)),
    "finance": Group(
        "Finance",
        "वित्त",
        frozenset(
            {
                Permission.MONEY_READ,
                Permission.MONEY_MOVE,
                Permission.AUDIT_READ,
                Permission.ORDERS_READ,
                Permission.JOBS_MANAGE,
            }
        ),
    ),
    "catalogue": Group(
        "Catalogue team",
        "कैटलॉग टीम",
        frozenset({Permission.CATALOGUE_REVIEW, Permission.VENDORS_APPROVE}),
    ),
    "support": Group(
        "Customer care",
        "ग्राहक सेवा",
        frozenset({Permission.PEOPLE_READ, Permission.AUDIT_READ, Permission.ORDERS_READ}),
    ),
}
