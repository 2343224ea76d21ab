"""Decisions have a status, dates and alternatives, and are in the index."""

import re
from datetime import date

import pytest

from settings import ROOT

FOLDER = ROOT / "docs" / "decisions"
INDEX = FOLDER / "README.md"
PAGES = sorted(path.name for path in FOLDER.glob("*.md") if path != INDEX)
HEAD = re.compile(
    r"# (?P<title>[^\n]+)\n\n"
    r"\*\*Status\*\*: (?P<status>proposed|accepted|replaced by \[[^\n]+\]\([\w-]+\.md\))"
    r" · \*\*Date\*\*: (?P<date>[\d-]+)(?: · \*\*Revised\*\*: (?P<revised>[\d-]+))?\n"
)
ALTERNATIVES = re.compile(r"\n## Alternatives\n\n(- \*\*.+\n(?:  .+\n)*)+", re.MULTILINE)


def text(page: str) -> str:
    return (FOLDER / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_a_decision_has_a_status_dates_and_alternatives(page: str) -> None:
    head = HEAD.match(text(page))
    assert head, "# Title, then **Status**: accepted · **Date**: 2026-11-29"
    decided = date.fromisoformat(head["date"])
    assert head["revised"] is None or decided < date.fromisoformat(head["revised"])
    assert ALTERNATIVES.search(text(page)), (
        "no list of alternatives, each with why it was not taken"
    )


def test_the_index_has_the_title_status_and_dates_of_each() -> None:
    rows = re.findall(
        r"^\| \[(.+)\]\((.+)\) \| .+ \| (.+) \| (.+) \| (.*) ?\|$", INDEX.read_text(), re.M
    )
    listed = {
        page: (title, status, day, revised.strip()) for title, page, status, day, revised in rows
    }
    expected = {}
    for page in PAGES:
        head = HEAD.match(text(page))
        assert head, page
        expected[page] = (head["title"], head["status"], head["date"], head["revised"] or "")
    assert listed == expected
