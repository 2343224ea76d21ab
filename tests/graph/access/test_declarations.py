"""Declarations of access; undeclared fields are refused."""

from types import SimpleNamespace
from typing import Any

import pytest
import strawberry
from graphql import graphql_sync

from auth.permissions import Action
from graph import access
from graph.access import ACTIONS, actions_of, field, guard, private_type, public_type
from graph.connection import Connection
from graph.fields.field_types import column
from graph.fields.row_types import Node
from graph.schema import schema
from tests.support.databases.copies import REFERENCE, copy_of
from tests.support.people.actors import World, make_world

TEXT = "A text."
OWN = Action.SEE_AUDIT


@public_type(description=TEXT)
class Notice:
    text: str = strawberry.field(description=TEXT, default="read")
    secret: str = field(lambda: "read", description=TEXT, allow=OWN)


@private_type(OWN, description=TEXT)
class Ledger(Node[Any]):
    title: str = column("title", description=TEXT)
    author: str = column("author", description=TEXT, allow=Action.SEE_PEOPLE)


@strawberry.type(description=TEXT)
class Silent:
    text: str = "read"


@strawberry.type(description=TEXT)
class SilentNode(Node[Any]):
    """It is found by id like what is public, and says nothing of its own."""


@strawberry.type(description=TEXT)
class SilentNotice(Notice):
    """A class over it says it is public; it doesn't itself."""


@strawberry.type(description=TEXT)
class NoticePayload:
    text: str = "read"


@strawberry.type(description=TEXT)
class ReportPayload:
    """No mutation gives it."""

    text: str = "read"


def nothing() -> Any:
    return None


@strawberry.type(description=TEXT)
class Query:
    silent: Silent = field(Silent, description=TEXT, allow=Action.USE_CART)
    notice: Notice = field(Notice, description=TEXT, allow=Action.USE_CART)
    report: ReportPayload = field(ReportPayload, description=TEXT, allow=Action.USE_CART)
    inherited: SilentNotice = field(SilentNotice, description=TEXT, allow=Action.USE_CART)
    unsaid: str = field(lambda: "read", description=TEXT)
    notices: Connection[Notice] = field(nothing, description=TEXT, allow=Action.USE_CART)
    ledgers: Connection[Ledger] = field(nothing, description=TEXT, allow=Action.USE_CART)
    silents: Connection[Silent] = field(nothing, description=TEXT, allow=Action.USE_CART)


@strawberry.type(description=TEXT)
class Mutation:
    notice: NoticePayload = field(NoticePayload, description=TEXT, allow=OWN)


def declared() -> Any:
    made = strawberry.Schema(query=Query, mutation=Mutation, types=[SilentNode])
    return made._schema


def test_a_field_has_its_own_access_or_that_of_its_type() -> None:
    found = actions_of(declared())
    assert found["Notice", "text"] is access.PUBLIC
    assert found["Notice", "secret"] is OWN
    assert found["Ledger", "id"] is found["Ledger", "title"] is OWN
    assert found["Ledger", "author"] is Action.SEE_PEOPLE
    assert found["Mutation", "notice"] is OWN


def test_payloads_inherit_and_connections_are_as_public_as_their_items() -> None:
    found = actions_of(declared())
    assert found["NoticePayload", "text"] is access.INHERITED
    for name in ("edges", "nodes", "pageInfo", "totalCount"):
        assert found["NoticeConnection", name] is access.PUBLIC
        assert found["LedgerConnection", name] is access.INHERITED
    assert found["NoticeEdge", "node"] is access.PUBLIC
    assert found["LedgerEdge", "node"] is access.INHERITED


def test_undeclared_fields_have_no_action() -> None:
    said = {name for name, _ in actions_of(declared())}
    assert not said & {"Silent", "SilentNode", "SilentConnection", "SilentEdge", "ReportPayload"}
    assert ("Query", "unsaid") not in actions_of(declared())
    # What a field says goes with it; the type it is read of has still to speak.
    assert {field for name, field in actions_of(declared()) if name == "SilentNotice"} == {"secret"}


@pytest.fixture(scope="module")
async def world(server_url: str, reference_url: str, worker_id: str) -> Any:
    async with copy_of(server_url, REFERENCE, worker_id):
        yield await make_world()


@pytest.mark.parametrize(
    "document",
    ["{ silent { text } }", "{ report { text } }", "{ inherited { text } }", "{ unsaid }"],
)
def test_undeclared_fields_are_refused(
    world: World, monkeypatch: pytest.MonkeyPatch, document: str
) -> None:
    monkeypatch.setattr(access, "ACTIONS", {})
    made = declared()
    guard(made)
    for actor in world.actors.values():
        answer = graphql_sync(made, document, context_value=SimpleNamespace(viewer=actor.viewer))
        codes = {(error.extensions or {}).get("code") for error in answer.errors or ()}
        assert codes & {"UNAUTHENTICATED", "FORBIDDEN", "SECOND_FACTOR_REQUIRED"}, actor.name
    # The same schema does answer where something is said.
    buyer = SimpleNamespace(viewer=world["buyer"].viewer)
    assert graphql_sync(made, "{ notice { text } }", context_value=buyer).errors is None


def test_the_schema_is_guarded_by_what_it_declares() -> None:
    assert actions_of(schema.core) == ACTIONS
