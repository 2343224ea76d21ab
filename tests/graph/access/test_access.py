"""Access: the whole schema walked as every actor, compared with its declarations."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

import models
from auth.permissions import RULES, Action, may
from auth.viewer import Viewer
from database.connect import execute
from graph.access import ACTIONS, OPEN
from graph.ids import global_id
from graph.schema import schema
from tests.conftest import Ask
from tests.support.databases.copies import REFERENCE, copy_of
from tests.support.generated_operations import Maker, words
from tests.support.people.actors import GUESTS_KEY, GUESTS_ORDER, Actor, World, make_world
from tests.support.people.privacy import an_address, an_audit_entry, an_order

SIGNED_IN = {
    "buyer", "other buyer", "artisan", "other artisan", "facilitator", "other facilitator", "owner",
    "cataloguer", "dispatcher", "accountant", "other owner", "officer", "other officer",
    "officer without factor", "administrator", "administrator without factor", "care", "finance",
    "desk",
}  # fmt: skip
EVERYBODY = SIGNED_IN | {"stranger", "half signed in", "server", "auditor"}
# Half a sign-in finishes or leaves; apart from that it is for what strangers read.
ALL_THE_WAY = EVERYBODY - {"half signed in"}
ADMINISTRATORS = {"administrator"}
STAFF = ADMINISTRATORS | {"care", "finance", "desk"}
READ_PEOPLE = ADMINISTRATORS | {"care"}
ARTISANS = {"artisan", "other artisan"}
HELPERS = {"facilitator", "other facilitator"}
OFFICERS = {"officer", "other officer"}
MEMBERS = {"owner", "cataloguer", "dispatcher", "accountant"}

# Who may at all, and who may with the one vendor, artisan, account that the world is about.
MAY: dict[Action, tuple[set[str], set[str]]] = {
    Action.PUBLIC: (EVERYBODY, EVERYBODY),
    Action.INHERITED: (EVERYBODY, EVERYBODY),
    Action.USE_CART: (ALL_THE_WAY,) * 2,
    Action.USE_ORDER_KEY: (ALL_THE_WAY,) * 2,
    Action.CHANGE_ORDER: (SIGNED_IN, {"buyer"}),
    Action.READ_BUYER: (ALL_THE_WAY,) * 2,
    Action.READ_INVITED: (ALL_THE_WAY,) * 2,
    Action.SEE_ORDERS: ({"care", "finance"} | ADMINISTRATORS,) * 2,
    Action.SEE_ORDER: (
        SIGNED_IN,
        {"buyer", "care", "finance"} | ADMINISTRATORS,
    ),
    Action.MANAGE_JOBS: ({"finance"} | ADMINISTRATORS,) * 2,
    Action.MOVE_MONEY: ({"administrator", "finance"},) * 2,
    Action.SIGN_IN: (EVERYBODY, EVERYBODY),
    Action.CONFIRM_SECOND_FACTOR: (SIGNED_IN | {"half signed in"},) * 2,
    Action.OWN_ACCOUNT: (SIGNED_IN, {"buyer"}),
    Action.SEE_PERSON: (SIGNED_IN, {"buyer"} | READ_PEOPLE),
    Action.SEE_MEMBERS: (MEMBERS | {"other owner"} | READ_PEOPLE, MEMBERS | READ_PEOPLE),
    Action.MANAGE_MEMBERS: ({"owner", "other owner", "administrator"}, {"owner", "administrator"}),
    Action.SEE_VENDOR_PAYEE: (
        {"owner", "accountant", "other owner", "finance"} | ADMINISTRATORS,
        {"owner", "accountant", "finance"} | ADMINISTRATORS,
    ),
    Action.SET_VENDOR_PAYEE: ({"owner", "other owner"}, {"owner"}),
    Action.SEE_ARTISAN_PAYEE: (
        ARTISANS | HELPERS | {"finance"} | ADMINISTRATORS,
        {"artisan", "facilitator", "finance"} | ADMINISTRATORS,
    ),
    Action.SET_ARTISAN_PAYEE: (ARTISANS | HELPERS, {"artisan", "facilitator"}),
    Action.CONFIRM_ARTISAN_PAYEE: (ARTISANS, {"artisan"}),
    Action.SEE_FACILITATION: (
        ARTISANS | HELPERS | OFFICERS | READ_PEOPLE,
        {"artisan", "facilitator", "officer"} | READ_PEOPLE,
    ),
    Action.AGREE_TO_FACILITATION: (ARTISANS, {"artisan"}),
    Action.RECORD_FACILITATION: (OFFICERS | {"administrator"}, {"officer", "administrator"}),
    Action.END_FACILITATION: (
        ARTISANS | HELPERS | OFFICERS | {"administrator"},
        {"artisan", "facilitator", "officer", "administrator"},
    ),
    Action.SEE_STAFF_DESK: (STAFF | {"auditor"},) * 2,
    Action.SEE_PEOPLE: (READ_PEOPLE,) * 2,
    Action.MANAGE_PEOPLE: ({"administrator"},) * 2,
    Action.MANAGE_KEYS: ({"administrator"},) * 2,
    Action.SEE_AUDIT: (ADMINISTRATORS | {"care", "finance", "auditor"},) * 2,
}
DENIALS = {"UNAUTHENTICATED", "FORBIDDEN", "SECOND_FACTOR_REQUIRED"}


def fields() -> Iterator[tuple[str, str]]:
    for name, kind in schema.core.type_map.items():
        if name.startswith("__"):
            continue
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field in kind.fields:
                yield name, field


def test_every_field_or_its_type_declares_access() -> None:
    assert set(fields()) - set(ACTIONS) == set()
    assert set(ACTIONS) - set(fields()) == set()


def test_every_action_has_a_rule_and_a_row_here() -> None:
    assert set(RULES) == set(Action) == set(MAY)


def test_actions_without_a_rule_are_denied() -> None:
    assert not may(Viewer(account_id=1), "no such action")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
async def world(server_url: str, reference_url: str, worker_id: str) -> Any:
    async with copy_of(server_url, REFERENCE, worker_id):
        yield await make_world()


def subject_of(action: Action, world: World) -> Any:
    """The one thing the action is about."""
    name = action.name
    if "MEMBER" in name or "VENDOR" in name:
        return world.vendor
    if "ARTISAN" in name or "FACILITATION" in name:
        return world.artisan
    buyer = world["buyer"].person
    assert buyer is not None
    return buyer.account


@pytest.mark.parametrize("action", Action)
async def test_the_rules_equal_the_table(world: World, action: Action) -> None:
    at_all, with_it = MAY[action]
    subject = subject_of(action, world)
    assert {a.name for a in world.actors.values() if may(a.viewer, action)} == at_all
    assert {a.name for a in world.actors.values() if may(a.viewer, action, subject)} == with_it


# --- From the outside ------------------------------------------------------------------------


def literal(kind: Any, world: World, name: str = "") -> str:
    """Something that fits, as written in a document."""
    if isinstance(kind, GraphQLNonNull):
        return literal(kind.of_type, world, name)
    if isinstance(kind, GraphQLList):
        return f"[{literal(kind.of_type, world, name)}]"
    if isinstance(kind, GraphQLEnumType):
        return str(next(iter(kind.values)))
    if isinstance(kind, GraphQLInputObjectType):
        parts = [
            f"{field}: {literal(each.type, world, field)}"
            for field, each in kind.fields.items()
            if is_required_input_field(each)
        ]
        return "{" + ", ".join(parts) + "}"
    match kind.name:
        case "ID":
            return f'"{IDS.get(name, lambda w: "x")(world)}"'
        case "Boolean":
            return "false"
        case "Int":
            return "1"
        case _:
            return '"x"'


IDS = {
    "vendor": lambda w: global_id("Vendor", w.vendor.id),
    "artisan": lambda w: global_id("Artisan", w.artisan.id),
    "account": lambda w: global_id("Account", w.spare.account.id),
    "facilitation": lambda w: global_id("Facilitation", w.spare.facilitation.id),
    "member": lambda w: global_id("VendorMember", w.spare.member.id),
}


def below(kind: Any) -> str:
    """The least that can be selected."""
    return "" if is_leaf_type(get_named_type(kind)) else " { __typename }"


def called(name: str, field: Any, world: World) -> str:
    given = ", ".join(
        f"{argument}: {literal(each.type, world, argument)}"
        for argument, each in field.args.items()
        if is_required_argument(each)
    )
    return f"{name}({given})" if given else name


def entrances(world: World) -> dict[str, str]:
    """How one comes to what has fields that are not for everybody; `%s` is the field."""
    buyer = world["buyer"].person
    assert buyer is not None
    return {
        "Account": f'node(id: "{global_id("Account", buyer.id)}") {{ ... on Account {{ %s }} }}',
        "Vendor": f'vendor(slug: "{world.vendor.slug}") {{ %s }}',
        "Artisan": f'artisan(slug: "{world.artisan.slug}") {{ %s }}',
        "Product": f'product(slug: "{world.product.slug}") {{ %s }}',
        "Order": f'order(number: "{GUESTS_ORDER}", accessKey: "{GUESTS_KEY}") {{ %s }}',
        "Staff": "staff { %s }",
    }


async def codes(ask: Ask, actor: Actor, document: str) -> set[str]:
    """The denials an actor meets with; anything uncoded or broken fails here."""
    await execute("DELETE FROM rate_counter")
    answer = await ask.whole(document, token=actor.token)
    found = {error["extensions"]["code"] for error in answer.get("errors", ())}
    assert "INTERNAL" not in found, (actor.name, document, answer)
    assert not {"GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED"} & found, answer
    return found & DENIALS


@pytest.mark.parametrize("name", sorted(schema.core.mutation_type.fields))  # type: ignore[union-attr]
async def test_every_mutation_as_every_actor(ask: Ask, world: World, name: str) -> None:
    action = ACTIONS["Mutation", name]
    mutation = schema.core.mutation_type
    assert mutation is not None
    field = mutation.fields[name]
    document = f"mutation {{ {called(name, field, world)} {{ __typename }} }}"
    for actor in world.actors.values():
        if name == "sessionRevoke" and actor.person:
            continue  # it would sign the actor out; tested in test_account.py
        denied = await codes(ask, actor, document)
        is_let_in = actor.name in MAY[action][0]
        assert (denied == set()) == is_let_in, (actor.name, denied)
        if not is_let_in:
            known = {"stranger": "UNAUTHENTICATED", "half signed in": "SECOND_FACTOR_REQUIRED"}
            if actor.name in known:
                assert denied == {known[actor.name]}


# For whoever may read what they stand in; that staff's reads are recorded is tested in
# test_read_audit.py.
ON_RECORD = {Action.READ_BUYER, Action.READ_INVITED}
CLOSED = sorted(
    (type_name, field)
    for (type_name, field), action in ACTIONS.items()
    if action not in OPEN | ON_RECORD and type_name not in ("Mutation", "Subscription")
)


@pytest.mark.parametrize(("type_name", "name"), CLOSED, ids=".".join)
async def test_every_restricted_field_as_every_actor(
    ask: Ask, world: World, type_name: str, name: str
) -> None:
    action = ACTIONS[type_name, name]
    kind = schema.core.type_map[type_name]
    assert isinstance(kind, GraphQLObjectType)
    field = kind.fields[name]
    selected = called(name, field, world) + below(field.type)
    entrance = "%s" if type_name == "Query" else entrances(world).get(type_name)
    if entrance is None:
        # Reached only through fields that are closed themselves; rows are one's own or hidden.
        assert type_name in WITHIN_CLOSED
        return
    document = "{ " + entrance.replace("%s", selected) + " }"
    for actor in world.actors.values():
        denied = await codes(ask, actor, document)
        if type_name == "Account":
            # What one may not see is not there: no error tells that it exists.
            is_let_in = actor.name in MAY[action][1]
            answer = await ask.whole(document, token=actor.token)
            if actor.name not in MAY[Action.SEE_PERSON][1]:
                assert answer["data"] == {"node": None}, actor.name
                continue
        elif type_name == "Staff":
            is_let_in = actor.name in MAY[Action.SEE_STAFF_DESK][0] & MAY[action][0]
        else:
            is_let_in = actor.name in MAY[action][1 if type_name != "Query" else 0]
        assert (denied == set()) == is_let_in, (actor.name, denied)


# Types whose every entrance is closed, and asks the same or more.
WITHIN_CLOSED = {
    "ActiveSession", "Address", "ApiKey", "AuditEntry", "Consent", "Job", "StaffGroup",
    "VendorMember",
}  # fmt: skip
OPEN_DOCUMENTS = 40


async def test_public_fields_are_public(ask: Ask, world: World) -> None:
    known = await words()
    # Whatever is asked of the shop, nobody is denied anything.
    for seed in range(OPEN_DOCUMENTS):
        document, variables = Maker(seed, known).operation()
        for name in ("stranger", "buyer", "owner", "administrator", "server"):
            answer = await ask.whole(document, token=world[name].token, name="Made", **variables)
            found = {error["extensions"]["code"] for error in answer.get("errors", ())}
            assert not found & (DENIALS | {"INTERNAL"}), (name, document, answer)


NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }"


async def test_other_peoples_objects_are_not_found(ask: Ask, world: World) -> None:
    """Every kind of private id, asked for by everybody else."""
    buyer = world["buyer"].person
    assert buyer is not None
    key = await models.ApiKey.get(name="server")
    owned = {
        global_id("Account", buyer.id): MAY[Action.SEE_PERSON][1],
        global_id("Address", await an_address(buyer)): {"buyer"},
        global_id("Order", await an_order(buyer)): MAY[Action.SEE_ORDER][1],
        global_id("ActiveSession", buyer.session_id): {"buyer"},
        global_id("VendorMember", world.member.id): MAY[Action.SEE_MEMBERS][1],
        global_id("Facilitation", world.facilitation.id): MAY[Action.SEE_FACILITATION][1],
        global_id("ApiKey", key.id): MAY[Action.MANAGE_KEYS][0],
        global_id("AuditEntry", await an_audit_entry(buyer)): MAY[Action.SEE_AUDIT][0],
    }
    nothing = global_id("Account", 2_000_000)
    for actor in world.actors.values():
        answer = await ask.whole(NODES, token=actor.token, ids=[*owned, nothing])
        if actor.name == "half signed in":
            assert answer["data"]["nodes"] == [None] * (len(owned) + 1)
        found = {node["id"] for node in answer["data"]["nodes"] if node}
        assert found == {each for each, seen_by in owned.items() if actor.name in seen_by}
        assert "errors" not in answer, actor.name


async def test_responses_with_private_nodes_are_not_cached(ask: Ask, world: World) -> None:
    buyer = world["buyer"].person
    assert buyer is not None
    ids = [global_id("Account", buyer.id)]
    for token in ("", world["buyer"].token, ""):
        answer = await ask(NODES, token=token, ids=ids)
        assert (answer["nodes"] != [None]) == bool(token)
