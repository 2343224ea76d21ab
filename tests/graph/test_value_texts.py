"""Messages of graphql-core about values are replaced by our own."""

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Iterator
from typing import Any

import graphql
import httpx
import pytest
from graphql.execution import values
from graphql.type import scalars

from commerce.core.texts.language import Language
from graph.inputs.value_texts import DOES_NOT_FIT, VALUES, input_fault, texts_of_value
from server.documents.errors import format_error

validating = importlib.import_module("graphql.utilities.validate_input_value")
DEVANAGARI = re.compile("[\u0900-\u097f]")
# Words of the library, of Python or of GraphQL's types.
DIALECT = re.compile(r"None|non-null|Expected|cannot represent|found|Input Object|32-bit|!")
SOURCES = (
    validating.validate_input_value_impl,
    validating.validate_input_literal_impl,
    validating.get_one_of_input_object_error_message,
    scalars.coerce_int,
    scalars.coerce_int_from_number,
    scalars.parse_int_literal,
    scalars.coerce_float,
    scalars.coerce_float_from_number,
    scalars.parse_float_literal,
    scalars.coerce_string,
    scalars.parse_string_literal,
    scalars.coerce_boolean,
    scalars.parse_boolean_literal,
    scalars.coerce_id,
    scalars.parse_id_literal,
    graphql.GraphQLEnumType.coerce_input_value,
    graphql.GraphQLEnumType.parse_literal,
    values.get_variable_values,
    values.coerce_argument,
)


def written(node: ast.expr) -> str:
    """A text as it may come out: names and values are `X`."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(map(written, parts))
        case ast.BinOp(left=left, right=right):
            return written(left) + written(right)
        case ast.IfExp(body=body):
            return written(body)
        case _:
            return "X"


def messages() -> Iterator[str]:
    """Every text of the sources that has more than one word and is no docstring."""
    for source in SOURCES:
        tree = ast.parse(textwrap.dedent(inspect.getsource(source)))
        inside: set[int] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                inside.add(id(node.value))
            if id(node) in inside or not isinstance(
                node, ast.Constant | ast.JoinedStr | ast.BinOp | ast.IfExp
            ):
                continue
            inside.update(map(id, ast.walk(node)))
            said = written(node)
            if len(said.split()) > 2:
                yield said


@pytest.mark.parametrize("message", sorted({*messages()}))
def test_every_message_of_the_library_has_a_text_of_ours(message: str) -> None:
    message = message.removeprefix("X")
    fault = input_fault(f"Argument 'first'{message}") if message.startswith(" ") else None
    texts = fault.texts if fault else texts_of_value(message)
    assert texts is not None, message
    english, hindi = texts
    assert not DIALECT.search(english)
    assert not DEVANAGARI.search(english)
    assert DEVANAGARI.search(hindi)


def test_no_text_is_left_over() -> None:
    found = [each.removeprefix("X") for each in messages()]
    found += ["of required type 'X' was not provided."]
    for pattern, _ in VALUES:
        assert any(pattern.match(each) for each in found), pattern.pattern


ADD = "mutation ($input: CartLinesAddInput!) { cartLinesAdd(input: $input) { errors { code } } }"
PAGE = "query ($first: Int, $sort: ProductSort, $filter: ProductFilter, $slug: String!) { product(slug: $slug) { id } products(first: $first, sort: $sort, filter: $filter) { totalCount } }"  # noqa: E501
# The query, its variables, and what is told of each that does not fit.
TOLD: list[tuple[str, dict[str, Any], dict[str, tuple[str, str]]]] = [
    (ADD, {}, {"$input": ("This is required.", "यह देना ज़रूरी है।")}),
    (ADD, {"input": None}, {"$input": ("This is required.", "यह देना ज़रूरी है।")}),
    (
        ADD,
        {"input": {"cartId": "x", "lines": [{"variantId": "x", "quantity": None}], "no": 1}},
        {
            "$input.lines[0].quantity": ("This is required.", "यह देना ज़रूरी है।"),
            "$input": ("Unknown field no.", "no नाम का कोई फ़ील्ड नहीं है।"),
        },
    ),
    (
        ADD,
        {"input": {"cartId": "x", "lines": [{"quantity": 2**31}]}},
        {
            "$input.lines[0].quantity": (
                "This number is too large or too small.", "यह संख्या सीमा से बाहर है।"
            ),
            "$input.lines[0]": ("variantId is required.", "variantId देना ज़रूरी है।"),
        },
    ),
    (
        PAGE,
        {"slug": 7, "first": "many", "sort": "CHEAP", "filter": {"isAvailable": "no"}},
        {
            "$slug": ("Enter text.", "यहाँ टेक्स्ट दें।"),
            "$first": ("Enter a whole number.", "पूर्ण संख्या दें।"),
            "$sort": (
                "Choose a value of ProductSort.", "ProductSort के मानों में से एक चुनें।"
            ),
            "$filter.isAvailable": ("Enter true or false.", "true या false दें।"),
        },
    ),
    (PAGE, {"slug": None}, {"$slug": ("This is required.", "यह देना ज़रूरी है।")}),
]  # fmt: skip


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(("query", "variables", "told"), TOLD)
async def test_invalid_values_are_explained_plainly(
    client: httpx.AsyncClient,
    query: str,
    variables: dict[str, Any],
    told: dict[str, tuple[str, str]],
) -> None:
    for number, language in enumerate(("en", "hi")):
        response = await client.post(
            "/graphql",
            json={"query": query, "variables": variables},
            headers={"accept-language": language},
        )
        errors = response.json()["errors"]
        assert {error["extensions"]["code"] for error in errors} == {"BAD_USER_INPUT"}
        said = dict(error["message"].split(": ", 1) for error in errors)
        for place, texts in told.items():
            assert said[place] == texts[number]


def test_invalid_response_values_are_internal_errors(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A value that does not fit its type on the way out is told to nobody, with what it is."""
    for message in (
        "Expected Iterable, but did not find one for field 'Product.tags'.",
        "Int cannot represent non-integer value: 'a secret'",
        "Abstract type 'Node' must resolve to an Object type at runtime",
    ):
        inner = graphql.GraphQLError(message)
        error = graphql.GraphQLError(message, path=["product", "tags"], original_error=inner)
        found = format_error(error, "1", Language.EN)
        assert found["extensions"]["code"] == "INTERNAL"
        assert "secret" not in found["message"]
        assert message not in found["message"]
    assert "a secret" in caplog.text


def test_an_argument_that_lacks_its_value_is_named() -> None:
    message = "Argument 'first' has invalid value: Expected variable '$n' provided to non-null type 'Int!' not to be None."  # noqa: E501
    found = format_error(graphql.GraphQLError(message, path=["products"]), "1", Language.EN)
    assert found["message"] == "first: This is required."
    assert found["extensions"] == {
        "code": "BAD_USER_INPUT", "argument": ["first"], "requestId": "1",
    }  # fmt: skip


def test_unknown_value_errors_are_still_plain() -> None:
    fault = input_fault("Variable '$x' has invalid value at .a[0]: Something new of the library")
    assert fault is not None
    assert (fault.place, fault.texts) == ("$x.a[0]", DOES_NOT_FIT)
    assert fault.extensions == {"variable": ["x", "a", "0"]}
