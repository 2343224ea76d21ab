"""Text profiles of inputs: how each text is normalized before resolvers see it.

Every argument and every field of an input that takes a text has a profile here; a schema with one
that has none is not built. Ids are copied, so they need no entry.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, cast

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLID,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    get_named_type,
)

from auth.inputs.text_input import TextProfile, fold

P = TextProfile
# Names that mean the same wherever they stand.
BY_NAME: Final[Mapping[str, TextProfile]] = {
    "acceptedTermsVersion": P.OPAQUE,
    "accessKey": P.OPAQUE,
    "after": P.OPAQUE,
    "artisans": P.SLUG,
    "attribute": P.SLUG,
    "bankAccount": P.CODE,
    "before": P.OPAQUE,
    "categories": P.SLUG,
    "city": P.LINE,
    "contact": P.SEARCH,
    "crafts": P.SLUG,
    "kinds": P.SLUG,
    "currentPassword": P.PASSWORD,
    "district": P.SLUG,
    "districts": P.SLUG,
    "email": P.EMAIL,
    "gatewayPaymentId": P.OPAQUE,
    "group": P.SLUG,
    "holder": P.LINE,
    "idempotencyKey": P.OPAQUE,
    "phoneProof": P.OPAQUE,
    "ifsc": P.IDENTIFIER,
    "landmark": P.LINE,
    "line1": P.LINE,
    "line2": P.LINE,
    "name": P.LINE,
    "newPassword": P.PASSWORD,
    "noticeVersion": P.OPAQUE,
    "otherProof": P.OPAQUE,
    "ownProof": P.OPAQUE,
    "pan": P.IDENTIFIER,
    "password": P.PASSWORD,
    "phone": P.PHONE,
    "pincode": P.PINCODE,
    "query": P.SEARCH,
    "reference": P.LINE,
    "refreshToken": P.OPAQUE,
    "search": P.SEARCH,
    "signature": P.OPAQUE,
    "slug": P.SLUG,
    "state": P.LINE,
    "token": P.OPAQUE,
    "values": P.SLUG,
    "vendors": P.SLUG,
}
# Names that do not, by type and field, or by type, field and argument.
BY_PLACE: Final[Mapping[str, TextProfile]] = {
    "AuditFilter.action": P.OPAQUE,
    "AuditFilter.subject": P.OPAQUE,
    "CartCouponApplyInput.code": P.COUPON,
    "CartCouponRemoveInput.code": P.COUPON,
    "ContactAddInput.code": P.CODE,
    "ContactProveInput.code": P.CODE,
    "OrderAddressSetInput.number": P.ORDER_NUMBER,
    "OrderCancelInput.number": P.ORDER_NUMBER,
    "OrderClaimInput.number": P.ORDER_NUMBER,
    "OrderReorderInput.number": P.ORDER_NUMBER,
    "OtpVerifyInput.code": P.CODE,
    "Query.order.number": P.ORDER_NUMBER,
    "Query.pincode.code": P.PINCODE,
    "SecondFactorConfirmInput.code": P.CODE,
    "SecondFactorRemoveInput.code": P.CODE,
    "SessionConfirmInput.code": P.CODE,
    "Staff.accounts.search": P.LINE,
    "Subscription.orderUpdated.number": P.ORDER_NUMBER,
}
Folds = Mapping[str, Callable[[str], str]]
FOLDS_OF_FIELD = "text_folds"


class NoTextProfile(LookupError):  # noqa: N818 -- it says what is missing
    """A text input without a declared profile."""


def profile_of(place: str, name: str, kind: Any) -> TextProfile | None:
    """The profile of an input; None when it takes no text. Raises NoTextProfile."""
    named = get_named_type(kind)
    if named is GraphQLID:
        return BY_PLACE.get(place, P.OPAQUE)
    if named is not GraphQLString:
        return None
    profile = BY_PLACE.get(place) or BY_NAME.get(name)
    if profile is None:
        raise NoTextProfile(
            f"{place} takes a text: say in graph/inputs/text_profiles.py of which kind."
        )
    return profile


def _folds(
    place: str, inputs: Mapping[str, GraphQLArgument] | Mapping[str, GraphQLInputField]
) -> Folds:
    profiles = {
        name: profile_of(f"{place}.{name}", name, each.type) for name, each in inputs.items()
    }
    return {name: partial(fold, found) for name, found in profiles.items() if found is not None}


def _folded(value: Any, folding: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return folding(value)
    if isinstance(value, list):
        return [_folded(each, folding) for each in value]
    return value


def _fold_all(folds: Folds, given: dict[str, Any]) -> dict[str, Any]:
    for name, folding in folds.items():
        if name in given:
            given[name] = _folded(given[name], folding)
    return given


def folds_of(field: GraphQLField) -> Folds:
    """How the texts among the arguments of a field are folded, by their names."""
    folds: Folds = field.extensions.get(FOLDS_OF_FIELD) or {}
    return folds


def folds_of_input(kind: GraphQLInputObjectType) -> Folds | None:
    """The same of an input; None when something else is made of its values."""
    made: Any = kind.out_type
    if isinstance(made, partial):
        return cast("Folds", made.args[0]) if made.func is _fold_all else None
    return {} if made is GraphQLInputObjectType.out_type else None


def fold_arguments(field: GraphQLField, given: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a field, each text folded. Texts inside of inputs are folded already."""
    return _fold_all(folds_of(field), given)


def fold_texts(schema: GraphQLSchema) -> None:
    """Let every text of the schema's inputs be folded. Raises NoTextProfile."""
    for name, kind in schema.type_map.items():
        if name.startswith("__"):
            continue
        if isinstance(kind, GraphQLInputObjectType):
            if folds := _folds(name, kind.fields):
                kind.out_type = partial(_fold_all, folds)  # type: ignore[method-assign]
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in kind.fields.items():
                if folds := _folds(f"{name}.{field_name}", field.args):
                    field.extensions = {**field.extensions, FOLDS_OF_FIELD: folds}
                    _fold_before(field)


def _fold_before(field: GraphQLField) -> None:
    for way in ("resolve", "subscribe"):
        if (called := getattr(field, way)) is not None:
            setattr(field, way, _with_folded(field, called))


def _with_folded(field: GraphQLField, called: Callable[..., Any]) -> Callable[..., Any]:
    def folded(root: Any, info: Any, **given: Any) -> Any:
        return called(root, info, **fold_arguments(field, given))

    return folded
