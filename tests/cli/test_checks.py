"""odop catalogue check and odop tax check, on the demo catalogue."""

import csv

import pytest

from tests.cli.conftest import Odop
from tests.support.shop.factories import make_product

pytestmark = pytest.mark.slow


def test_the_tax_table_has_every_kind_and_rates_as_expected(odop: Odop, shop_url: str) -> None:
    done = odop("tax", "check", DATABASE_URL=shop_url)
    assert done.returncode == 0, done.stderr
    assert "as expected" in done.stdout
    done = odop("tax", "check", "--csv", DATABASE_URL=shop_url)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(done.stdout.splitlines()))
    (papad,) = (row for row in rows if row["kind"] == "papad" and not row["with"])
    assert (papad["code"], papad["rates"]) == ("19059040", "nil")
    assert "papad" in papad["example"].lower()


def test_the_demo_lacks_nothing(odop: Odop, shop_url: str) -> None:
    done = odop("catalogue", "check", DATABASE_URL=shop_url)
    assert done.returncode == 0, done.stdout
    assert "All published products are complete." in done.stdout + done.stderr


async def test_problems_of_published_products_are_printed_and_counted(
    odop: Odop, reference: str
) -> None:
    for _ in range(2):
        product = await make_product(name_en="Handloom Towel")
    done = odop("catalogue", "check", DATABASE_URL=reference)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stdout.splitlines() if "CLAIM_WITHOUT_EVIDENCE" in line]
    assert len(lines) == 3
    assert lines[1].startswith(f"{product.slug}  name_en  ")
    # The number of all.
    assert "2" in lines[-1]
