"""That a test notices when a plan answers otherwise than the ordinary executor."""

from typing import Any

import pytest

from graph.plan import Plan
from tests.conftest import Ask
from tests.support.servers.compared_answers import compared_answers

# Else these tests would fail for what they provoke.
pytestmark = [pytest.mark.answered_once, pytest.mark.usefixtures("reference")]
DISTRICT = '{ district(slug: "lucknow") { name } }'


async def test_the_same_answer_is_no_difference(ask: Ask) -> None:
    with compared_answers() as differences:
        await ask(DISTRICT)
    assert not differences


@pytest.mark.parametrize(
    ("field", "wrong"), [("data", {"district": {"name": "Lucknau"}}), ("personal", None)]
)
async def test_another_answer_is_a_difference(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, field: str, wrong: Any
) -> None:
    run = Plan.run

    async def otherwise(self: Plan, arguments: Any, context: Any) -> Any:
        found = await run(self, arguments, context)
        context.is_personal |= field == "personal"
        return wrong or found

    monkeypatch.setattr(Plan, "run", otherwise)
    with compared_answers() as differences:
        await ask(DISTRICT)
    assert len(differences) == 1


async def test_a_write_in_between_is_no_difference(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, runs = Plan.run, []

    async def old_at_first(self: Plan, arguments: Any, context: Any) -> Any:
        found = await run(self, arguments, context)
        runs.append(found)
        return {"district": {"name": "Lucknau"}} if len(runs) == 1 else found

    monkeypatch.setattr(Plan, "run", old_at_first)
    with compared_answers() as differences:
        await ask(DISTRICT)
    assert len(runs) == 2
    assert not differences


async def test_what_changes_all_the_time_is_no_difference(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, runs = Plan.run, []

    async def another(self: Plan, arguments: Any, context: Any) -> Any:
        await run(self, arguments, context)
        runs.append(context)
        return {"district": {"name": f"Lucknow {len(runs)}"}}

    monkeypatch.setattr(Plan, "run", another)
    with compared_answers() as differences:
        await ask(DISTRICT)
    assert not differences
