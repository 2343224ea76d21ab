"""Scalars, enums and texts."""

from typing import Any

from graphql import GraphQLEnumType, GraphQLList, GraphQLNonNull

from graph.plan.compile.level import Field
from graph.plan.compile.program import Program

# Scalars that are in the answer as they come.
PLAIN = {"String", "Int", "Boolean"}
# Scalars besides whose values are no objects.
FLAT = {"ID", "Float", "CountryCode", "DateTime", "Decimal"}


def leaf(program: Program, expression: str, kind: Any) -> str:
    """The answer for a value that is a scalar, an enum, or a list of these."""
    is_required = isinstance(kind, GraphQLNonNull)
    inner = kind.of_type if is_required else kind
    test, value = program.bound(expression)
    if isinstance(inner, GraphQLList):
        made = f"[{leaf(program, 'i', inner.of_type)} for i in {value}]"
    elif inner.name in PLAIN:
        made = value
    elif inner.name == "ID":
        made = f"str({value})"
    else:
        made = f"{program.name(inner.coerce_output_value, 'coerce')}({value})"
        program.is_counted &= isinstance(inner, GraphQLEnumType) or inner.name in FLAT
    if made == value and not is_required:
        return expression
    return f"({made} if {test} is not None else {'null()' if is_required else 'None'})"


def text(program: Program, field: Field, stem: str) -> str:
    """A text in the request's language, else in the other."""
    english, hindi = f"{stem}_en", f"{stem}_hi"
    source = field.source
    if not source.is_row:
        both = f"{source.column(english)}, {source.column(hindi)}"
        return leaf(program, f"run.text({both})", field.type)
    first, second = (english, hindi) if program.is_english else (hindi, english)
    field.level.texts.append(first)
    other = leaf(program, f"run.second({source.column(second)})", field.type)
    return f"({source.column(first)} or {other})"
