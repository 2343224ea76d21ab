"""odop explain and odop search, on the demo catalogue."""

from pathlib import Path

import pytest

from tests.cli.conftest import Odop
from tests.conftest import OPERATIONS

pytestmark = pytest.mark.slow

LISTING = str(OPERATIONS / "listing.graphql")


def test_a_plan_is_explained_with_its_statements(odop: Odop, shop_url: str) -> None:
    done = odop("explain", LISTING, "--analyse", DATABASE_URL=shop_url)
    assert done.returncode == 0, done.stderr
    assert "async def every_Query1" in done.stdout
    assert "ORDER BY t.published_at DESC" in done.stdout
    assert "product_newest" in done.stdout
    # Districts and artisans are held, pictures come with the page.
    assert "Statement 1" in done.stdout
    assert "Statement 2" not in done.stdout


def test_a_mutation_is_explained_and_not_carried_out(
    odop: Odop, shop_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "step.graphql"
    file.write_text("mutation { cartCreate(input: {}) { cart { id } errors { code } } }")
    done = odop("explain", str(file), "--analyse", DATABASE_URL=shop_url)
    assert done.returncode == 0, done.stderr
    assert "carried(run.context" in done.stdout
    assert "not executed here" in done.stdout
    assert "Statement 1" not in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "Syntax Error"),
        ("{ nothing }", "nothing"),
        ("query A { __typename } query B { __typename }", "one operation"),
    ],
)
def test_operations_without_a_plan_are_reported(
    odop: Odop, shop_url: str, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "page.graphql"
    file.write_text(text)
    done = odop("explain", str(file), DATABASE_URL=shop_url)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_binary_file_is_a_readable_error(odop: Odop, tmp_path: Path) -> None:
    file = tmp_path / "page.graphql"
    file.write_bytes(b"{ \xe6 }")
    for each in (file, tmp_path):
        done = odop("explain", str(each))
        assert done.returncode == 1
        assert "cannot be read" in done.stderr
        assert "Traceback" not in done.stderr


def test_invalid_variables_are_a_readable_error(odop: Odop, shop_url: str) -> None:
    done = odop("explain", LISTING, "--variables", "{slug}", DATABASE_URL=shop_url)
    assert done.returncode == 1
    assert "JSON" in done.stderr


def test_search_finds_what_people_mean(odop: Odop, shop_url: str) -> None:
    done = odop("search", "measure", DATABASE_URL=shop_url)
    said = " ".join(done.stdout.split())
    first = int(said.split("First right: ")[1].split(" ")[0])
    assert first >= 29, done.stdout
    assert "Among the first 3: 30 of 30" in said, done.stdout
    things = int(said.split("Things: ")[1].split(" ")[0])
    assert things >= 29, done.stdout
