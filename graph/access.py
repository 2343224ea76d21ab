"""Access to fields and mutations, declared at the type or the field.

A type declares the action that its fields require, and a field may declare another. Payloads,
connections and edges inherit it from what they contain. An undeclared field is denied to everybody,
and a test fails. `auth.permissions` decides who may do what; `guard` checks it before a field is
resolved.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar, dataclass_transform

import strawberry
from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
)

from auth.permissions import Action, lacks_factor, may
from auth.viewer import Viewer
from graph.error_texts import NOT_ALLOWED, SECOND_FACTOR, SECOND_FACTOR_OR_APP, SIGN_IN
from graph.errors import Code, coded_error

Composite = GraphQLObjectType | GraphQLInterfaceType
T = TypeVar("T", bound=type)

# Reads of other people's data that are recorded in the audit log, with the name of the subject.
AUDITED_READS: Mapping[Action, str] = {
    Action.SEE_PERSON: "account",
    Action.SEE_VENDOR_PAYEE: "vendor_payee",
    Action.SEE_ARTISAN_PAYEE: "artisan_payee",
    Action.READ_BUYER: "order",
    Action.READ_INVITED: "invitation",
}
# The same for every viewer, so it may be cached.
PUBLIC = Action.PUBLIC
INHERITED = Action.INHERITED
OPEN = frozenset({PUBLIC, INHERITED})
# Where Strawberry keeps the declaration of what it has made a type or a field of.
DEFINITION = "strawberry-definition"
# Where the items of a list stand.
ITEMS = {"Connection": "nodes", "Edge": "node"}
# The action for each field of the schema, by its type's name and its own.
ACTIONS: dict[tuple[str, str], Action] = {}


class Reader(Protocol):
    """The context of a request, as far as access needs it."""

    is_personal: bool

    @property
    def viewer(self) -> Viewer: ...

    def note_read(self, kind: str, row_id: int, owner_id: int | None = None) -> None: ...


@dataclass_transform(kw_only_default=True, field_specifiers=(strawberry.field,))
def private_type(action: Action, *, description: str, **options: Any) -> Callable[[T], T]:
    """A GraphQL type whose fields take `action`, unless they say otherwise."""

    def declare(cls: T) -> T:
        cls.default_action = action  # type: ignore[attr-defined]
        return strawberry.type(cls, description=description, **options)

    return declare


@dataclass_transform(kw_only_default=True, field_specifiers=(strawberry.field,))
def public_type(*, description: str, **options: Any) -> Callable[[T], T]:
    """A GraphQL type that is public, unless a field declares otherwise."""
    return private_type(PUBLIC, description=description, **options)


@dataclass_transform(kw_only_default=True, field_specifiers=(strawberry.field,))
def inherited_type(*, description: str, **options: Any) -> Callable[[T], T]:
    """A GraphQL type for whoever may read the field it stands in, unless a field says otherwise."""
    return private_type(INHERITED, description=description, **options)


def field(
    resolver: Any = None, *, description: str, allow: Action | None = None, **options: Any
) -> Any:
    """A field with a resolver that takes `allow`, or what its type takes where that is None."""
    metadata = {} if allow is None else {"allow": allow}
    return strawberry.field(resolver, description=description, metadata=metadata, **options)


def actions_of(schema: GraphQLSchema) -> dict[tuple[str, str], Action]:
    """The action of each field of `schema`, without undeclared fields."""
    found: dict[tuple[str, str], Action] = {}
    for kind in composites(schema):
        default = declared_default(kind) or _derived_default(schema, kind)
        for name, core in kind.fields.items():
            if (action := declared_action(core) or default) is not None:
                found[kind.name, name] = action
    return found


def composites(schema: GraphQLSchema) -> list[Composite]:
    """The types of `schema` that have fields."""
    return [
        kind
        for name, kind in schema.type_map.items()
        if not name.startswith("__") and isinstance(kind, Composite)
    ]


def declared_action(core: GraphQLField) -> Action | None:
    """The action that a field declares."""
    action: Action | None = getattr(core.extensions.get(DEFINITION), "metadata", {}).get("allow")
    return action


def declared_default(kind: Composite) -> Action | None:
    """The default action of a type's fields. Subclasses do not inherit it."""
    return default_of(getattr(kind.extensions.get(DEFINITION), "origin", type))


def default_of(cls: type) -> Action | None:
    """The default action that the class itself declares."""
    action: Action | None = vars(cls).get("default_action")
    return action


def _derived_default(schema: GraphQLSchema, kind: Composite) -> Action | None:
    """The default action of a payload, connection or edge, from what it contains."""
    if kind.name.endswith("Payload"):
        mutations = schema.mutation_type.fields.values() if schema.mutation_type else ()
        return INHERITED if any(get_named_type(each.type) is kind for each in mutations) else None
    for ending, name in ITEMS.items():
        if kind.name.endswith(ending) and name in kind.fields:
            item = get_named_type(kind.fields[name].type)
            of_item = declared_default(item) if isinstance(item, Composite) else None
            return of_item if of_item in (PUBLIC, None) else INHERITED
    return None


def required_action(type_name: str, field: str) -> Action | None:
    """The action required on each object to read the field; None for an open field.

    Raises KeyError for an undeclared field, which is denied to everybody.
    """
    action = None if field.startswith("__") else ACTIONS[type_name, field]
    return None if action in OPEN else action


def is_public(type_name: str, field: str) -> bool:
    """Whether the field is public."""
    return field.startswith("__") or ACTIONS.get((type_name, field)) is PUBLIC


def is_sign_in_mutation(mutation: str) -> bool:
    """Whether a mutation signs people in, so that it is allowed with an expired token."""
    return ACTIONS.get(("Mutation", mutation)) is Action.SIGN_IN


def refused(viewer: Viewer, action: Action | None) -> Exception:
    """The error for a field that the viewer may not read."""
    if action is not None and lacks_factor(viewer, action):
        text = SECOND_FACTOR if viewer.awaits_second_factor else SECOND_FACTOR_OR_APP
        return coded_error(text, Code.SECOND_FACTOR_REQUIRED)
    if viewer.account_id is None and viewer.key_id is None:
        return coded_error(SIGN_IN, Code.UNAUTHENTICATED)
    return coded_error(NOT_ALLOWED, Code.FORBIDDEN)


def may_read(context: Reader, action: Action, subject: Any = None) -> bool:
    """Whether the viewer may read something. Marks the response as personal: it is not cached."""
    context.is_personal = True
    return may(context.viewer, action, subject)


def note(context: Reader, action: Action, row: Any) -> None:
    """Record a read of another person's data for the audit log, if the action is one of those."""
    kind = AUDITED_READS.get(action)
    if kind is not None and row is not None:
        owner_id = row.id if kind == "account" else getattr(row, "account_id", None)
        context.note_read(kind, row.id, owner_id)


def guard(schema: GraphQLSchema) -> None:
    """Check the viewer's permission before each field that is not open."""
    ACTIONS.update(actions_of(schema))
    for kind in composites(schema):
        for name, core in kind.fields.items():
            action = ACTIONS.get((kind.name, name))
            if action not in OPEN:
                _guard(core, action)


def _guard(field: GraphQLField, action: Action | None) -> None:
    resolve: Callable[..., Any] | None = field.resolve
    assert resolve is not None
    subscribe = field.subscribe

    def guarded(root: Any, info: Any, **arguments: Any) -> Any:
        _ask(root, info)
        return resolve(root, info, **arguments)

    def _ask(root: Any, info: Any) -> None:
        row = getattr(root, "row", None)
        if action is None or not may_read(info.context, action, row):
            raise refused(info.context.viewer, action)
        note(info.context, action, row)

    field.resolve = guarded
    if subscribe is not None:
        begin: Callable[..., Any] = subscribe

        def subscribed(root: Any, info: Any, **arguments: Any) -> Any:
            _ask(root, info)
            return begin(root, info, **arguments)

        field.subscribe = subscribed
