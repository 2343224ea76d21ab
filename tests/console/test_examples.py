"""The console's examples fit the committed schema."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLSchema, OperationDefinitionNode, build_schema, parse, validate
from graphql.execution.values import get_variable_values

import models
from database.connect import fetch_value
from demo.people.accounts import HOST
from tests.conftest import Ask
from tests.support.people.accounts import signed_in

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "console" / "src" / "examples"
ROLES = json.loads((EXAMPLES / "index.json").read_text(encoding="utf-8"))["roles"]
LISTED = [example for role in ROLES for example in role["examples"]]
EVERY = pytest.mark.parametrize("example", LISTED, ids=lambda example: example["file"])


@cache
def schema() -> GraphQLSchema:
    return build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))


def text(example: dict[str, Any]) -> str:
    return EXAMPLES.joinpath(example["file"]).read_text(encoding="utf-8")


def test_every_example_is_listed_once() -> None:
    files = [path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.glob("**/*.graphql")]
    assert sorted(example["file"] for example in LISTED) == sorted(files)


def test_each_role_has_examples() -> None:
    assert [role["role"] for role in ROLES] == ["shopper", "seller", "staff"]
    assert all(role["examples"] for role in ROLES)


@EVERY
def test_an_example_is_described_in_english_and_hindi(example: dict[str, Any]) -> None:
    for words in (example["title"], example["note"]):
        assert set(words) == {"en", "hi"}
        assert all(words.values())
    hindi, english, *_ = (line for line in text(example).splitlines() if line.startswith("# "))
    assert not hindi.isascii()
    assert english


@EVERY
def test_an_example_is_valid(example: dict[str, Any]) -> None:
    assert [error.message for error in validate(schema(), parse(text(example)))] == []


@EVERY
def test_an_examples_variables_fit_it(example: dict[str, Any]) -> None:
    operation, *_ = (
        part
        for part in parse(text(example)).definitions
        if isinstance(part, OperationDefinitionNode)
    )
    variables = operation.variable_definitions or ()
    declared = {variable.variable.name.value for variable in variables}
    given = example.get("variables", {})
    assert set(given) <= declared
    found = get_variable_values(schema(), variables, given)
    assert not isinstance(found, list), found


@EVERY
@pytest.mark.usefixtures("shop")
async def test_an_example_has_an_answer(example: dict[str, Any], ask: Ask) -> None:
    token = await token_of(example["as"]) if "as" in example else ""
    page = await ask(text(example), token=token, **example.get("variables", {}))
    assert all(page.values()), page


async def token_of(login: str) -> str:
    """Of somebody of the demonstration."""
    account = await models.Account.get(email=f"{login}@{HOST}")
    has_app = await fetch_value(
        "SELECT EXISTS (SELECT FROM second_factor WHERE account_id = $1)", account.id
    )
    return (await signed_in(account, has_factor=has_app)).token
