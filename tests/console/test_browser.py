"""Both pages in a real browser that can reach nothing but the mart."""

import json
from typing import Any

import pytest

pytestmark = pytest.mark.slow

Seen = dict[str, Any]


@pytest.fixture(params=["console_seen", "plain_seen"])
def seen(request: pytest.FixtureRequest) -> Seen:
    found: Seen = request.getfixturevalue(request.param)
    return found


def test_the_console_requests_no_other_host(seen: Seen) -> None:
    assert seen["elsewhere"] == []


def test_the_policy_refuses_nothing_the_page_needs(seen: Seen) -> None:
    assert seen["violations"] == []


def test_the_page_works_without_an_error(seen: Seen) -> None:
    assert seen["errors"] == []


def test_the_answer_is_shown(seen: Seen) -> None:
    answer = seen["exchange"]["answer"]
    assert seen["exchange"]["status"] == 200
    assert answer["data"]["products"]["nodes"]
    assert "errors" not in answer
    assert '"data"' in seen["shown"]
    assert '"products"' in seen["shown"]


def test_token_and_language_are_sent(seen: Seen) -> None:
    headers = seen["exchange"]["headers"]
    assert headers["authorization"] == f"Bearer {seen['token']}"
    assert headers["accept-language"] == "hi"
    assert headers["content-type"] == "application/json"
    assert headers["accept"].startswith("application/graphql-response+json")


def test_token_and_language_outlive_a_reload(seen: Seen) -> None:
    assert seen["afterReload"]["token"].removeprefix("Bearer ") == seen["token"]
    assert seen["afterReload"]["language"] == "hi"


def test_the_token_is_not_left_on_the_device(console_seen: Seen) -> None:
    assert console_seen["token"] not in console_seen["afterReload"]["stored"]


def test_the_first_tab_greets_in_both_languages(console_seen: Seen) -> None:
    assert "नमस्ते" in console_seen["welcome"]
    assert "Welcome" in console_seen["welcome"]


def test_examples_are_offered_for_each_role(console_seen: Seen) -> None:
    roles = {file.split("/")[0] for file in console_seen["examples"]}
    assert roles == {"shopper", "seller", "staff"}
    assert console_seen["heading"] == "उदाहरण"


def test_an_example_opens_in_its_own_tab_with_its_variables(console_seen: Seen) -> None:
    assert console_seen["tabs"] == ["Welcome", "Listing"]
    assert "query Listing" in console_seen["opened"]["query"]
    assert json.loads(console_seen["opened"]["variables"]) == {"after": None}
    assert console_seen["exchange"]["body"]["operationName"] == "Listing"
    assert console_seen["exchange"]["body"]["variables"] == {"after": None}
    assert console_seen["afterReload"]["tabs"] == 2


def test_the_documentation_shows_the_query_type(console_seen: Seen) -> None:
    assert "products" in console_seen["documentation"]
    assert "districts" in console_seen["documentation"]


def test_the_explorer_offers_the_fields(console_seen: Seen) -> None:
    assert "products" in console_seen["explorer"]


def test_errors_are_marked_while_typing(console_seen: Seen) -> None:
    assert "Cannot query field" in console_seen["mistake"]


def test_the_stop_button_ends_the_request(console_seen: Seen) -> None:
    assert console_seen["onStop"] == "net::ERR_ABORTED"


def test_an_answer_that_is_not_json_is_shown_all_the_same(console_seen: Seen) -> None:
    assert "Bad gateway" in console_seen["strange"]


def test_the_console_can_be_dark(console_seen: Seen) -> None:
    assert "graphiql-dark" in console_seen["theme"]


def test_the_plain_page_says_how_to_build_the_console(plain_seen: Seen) -> None:
    assert "Node.js 20.19" in plain_seen["text"]
    assert "make run" in plain_seen["text"]
    assert "पूरा कंसोल" in plain_seen["text"]
    assert plain_seen["schemaLink"] == "/schema.graphql"


def test_the_plain_page_reports_invalid_variables(plain_seen: Seen) -> None:
    assert "JSON" in plain_seen["mistake"]
