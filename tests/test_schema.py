"""The schema: current, described, paged, and named by the guide."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    build_schema,
    get_named_type,
    get_nullable_type,
    parse,
    validate,
)

from graph.compatibility import breaking_changes
from graph.schema import schema
from settings import ROOT
from tests.conftest import OPERATIONS

SDL = schema.as_str() + "\n"
BUILT = build_schema(SDL)
TYPES = [t for name, t in sorted(BUILT.type_map.items()) if not name.startswith("__")]
BUILT_IN = {"ID", "String", "Int", "Float", "Boolean"}
# Lists that do not grow with the shop, and what keeps them short.
SHORT = {
    "Query.nodes": "the ids asked for, at most 100",
    "Query.categories": "fifteen",
    "Query.home": "sections written in code",
    "Query.states": "an address can be in 36",
    "Query.suggestions": "first, at most 50",
    "District.crafts": "a district's ODOP products",
    "District.neighbours": "districts at its border, at most eight",
    "District.aliases": "other names of a place",
    "GiRegistration.districts": "of one registration",
    "GiRegistration.crafts": "of one registration",
    "Artisan.crafts": "what one person makes",
    "Artisan.awards": "one person's",
    "Artisan.sellsThrough": "vendors with whom one person has an agreement",
    "Category.crafts": "crafts of the scheme",
    "Category.attributes": "what is compared in a category",
    "AttributeDefinition.options": "the values of one attribute",
    "Product.images": "pictures of one piece",
    "Pincode.otherStates": "at most one, near a border",
    "Pincode.places": "of one PIN code",
    "Product.attributes": "of its category",
    "Product.variants": "sizes or packs of one piece",
    "Product.related": "first, at most 24",
    "Variant.options": "of one variant",
    "Query.consentNotices": "purposes",
    "Account.roles": "six",
    "Account.permissions": "ten",
    "Account.addresses": "at most 50",
    "Account.sessions": "at most 50",
    "Account.consents": "purposes",
    "Account.memberships": "one person's",
    "Account.facilitations": "of one person",
    "Account.districts": "one officer's",
    "Vendor.members": "at most 100",
    "Artisan.facilitations": "at most 5",
    "ApiKey.scopes": "two",
    "Staff.groups": "written by hand",
    "StaffGroup.permissions": "ten",
    "Cart.groups": "vendors of at most 50 lines",
    "Cart.coupons": "at most 3",
    "Cart.problems": "one of each kind",
    "CartGroup.lines": "at most 50",
    "CartGroup.deliveryOptions": "services",
    "CartLine.problems": "one of each kind",
    "Order.suborders": "vendors of at most 50 lines",
    "Order.timeline": "what happens to one order",
    "Order.disputes": "of one order",
    "Order.refunds": "of one order",
    "Suborder.allowedActions": "one",
    "Order.allowedActions": "two",
    "Refund.allowedActions": "one",
    "Suborder.lines": "at most 50",
    "Suborder.shipments": "parcels of one supplier",
    "OrderLine.certificates": "of at most 99 pieces",
    "OutOfStockError.path": "of one input",
    "InputError.path": "of one input",
    "TryLaterError.path": "of one input",
    "TotalChangedError.path": "of one input",
    "UserError.path": "of one input",
    "ProductRailSection.products": "twelve",
    "ArtisanRailSection.artisans": "twelve",
}


# A description names its subject by a noun ("Status of the order.") and says what null means as
# "Null if …". Neither a clause nor a pronoun stands for the noun.
NOUNLESS = re.compile(r"(What|Who|Whom|Whose|Where|When|Which|Until|It|Its|Of|For|As|That)\b")
NOT_PRODUCT_COPY = re.compile(
    r"\b(told|asked|held|brought|beside|stands|proved|telephone|parcels?|pieces?|mart|till"
    r"|somebody|nobody|stranger|oneself|one's|whoever|what|as in|null when)\b|; null\b",
    re.IGNORECASE,
)
# Gateways' own words, which a client hands on to them.
GATEWAYS = {"RazorpayCheckout.keyId", "RazorpayCheckout.orderId"}


def test_the_committed_schema_is_current() -> None:
    assert (ROOT / "schema.graphql").read_text(encoding="utf-8") == SDL


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_everything_is_described(kind: Any) -> None:
    if kind.name in BUILT_IN:
        return
    assert kind.description, kind.name
    if isinstance(kind, GraphQLEnumType):
        for name, value in kind.values.items():
            assert value.description, f"{kind.name}.{name}"
    for name, field in getattr(kind, "fields", {}).items():
        assert field.description, f"{kind.name}.{name}"
        assert field.description.endswith("."), f"{kind.name}.{name} is no sentence"
        for argument, meaning in getattr(field, "args", {}).items():
            assert meaning.description, f"{kind.name}.{name}({argument}:)"


def _descriptions() -> Iterator[tuple[str, str]]:
    for kind in TYPES:
        if kind.name in BUILT_IN or kind.name == "JSON":
            continue
        yield kind.name, kind.description or ""
        members = kind.values if isinstance(kind, GraphQLEnumType) else getattr(kind, "fields", {})
        for name, member in members.items():
            yield f"{kind.name}.{name}", member.description or ""
            for argument, meaning in getattr(member, "args", {}).items():
                yield f"{kind.name}.{name}({argument}:)", meaning.description or ""


def test_descriptions_are_product_copy() -> None:
    found = dict(_descriptions())
    assert len(found) > 1500
    assert not {place: text for place, text in found.items() if NOUNLESS.match(text)}
    assert not {place: text for place, text in found.items() if NOT_PRODUCT_COPY.search(text)}
    assert not {place: text for place, text in found.items() if len(text) > 240}
    assert not {place: text for place, text in found.items() if not text.endswith(".")}


def test_directives_and_their_arguments_are_described() -> None:
    for directive in BUILT.directives:
        assert directive.description
        assert all(argument.description for argument in directive.args.values())


def test_every_list_is_paged_or_short() -> None:
    lists = {
        f"{kind.name}.{name}"
        for kind in TYPES
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
        and not kind.name.endswith("Connection")
        and not kind.name.endswith(("Facets", "Facet"))
        # What was wrong with one input.
        and not kind.name.endswith("Payload")
        for name, field in kind.fields.items()
        if isinstance(get_nullable_type(field.type), GraphQLList)
    }
    assert lists == set(SHORT)


def test_every_connection_pages_both_ways() -> None:
    for kind in TYPES:
        if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            continue
        for name, field in kind.fields.items():
            if get_named_type(field.type).name.endswith("Connection"):
                assert {"first", "after", "last", "before"} <= set(field.args), name


def test_names_follow_the_guide() -> None:
    for kind in TYPES:
        if isinstance(kind, GraphQLEnumType):
            assert all(re.fullmatch("[A-Z][A-Z0-9_]*", value) for value in kind.values)
        if isinstance(kind, GraphQLObjectType | GraphQLInputObjectType):
            for name, field in kind.fields.items():
                assert re.fullmatch("[a-z][A-Za-z0-9]*", name), f"{kind.name}.{name}"
                if isinstance(kind, GraphQLObjectType) and f"{kind.name}.{name}" not in GATEWAYS:
                    assert name == "id" or not name.endswith("Id"), f"{kind.name}.{name} is a key"
                if str(get_named_type(field.type)) == "Boolean" and kind.name != "PageInfo":
                    assert name.startswith(("is", "has", "accepts")), f"{kind.name}.{name}"


@pytest.mark.parametrize("file", sorted(OPERATIONS.glob("*.graphql")), ids=lambda file: file.stem)
def test_front_end_documents_are_valid(file: Any) -> None:
    assert validate(BUILT, parse(file.read_text(encoding="utf-8"))) == []


OLD = "type Query { kept: Int gone: Int @deprecated leaving: Leaving @deprecated } type Leaving { a: Int }"  # noqa: E501


@pytest.mark.parametrize(
    ("new", "broken"),
    [
        ("type Query { kept: Int gone: Int leaving: Leaving } type Leaving { a: Int }", 0),
        ("type Query { kept: Int }", 0),
        ("type Query { kept: Int new: Int }", 0),
        ("type Query { gone: Int }", 1),
        ("type Query { kept: [Int] }", 1),
        ("type Query { kept(needed: Int!): Int }", 1),
    ],
)
def test_only_deprecated_fields_can_be_removed(new: str, broken: int) -> None:
    assert len(breaking_changes(OLD, new)) == broken
