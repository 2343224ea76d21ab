"""Generated code of five pages equals the golden files."""

import pytest

from tools.golden_plans import GOLDEN, PAGES, golden_text


@pytest.mark.parametrize("page", PAGES)
def test_generated_code_equals_the_golden_file(page: str) -> None:
    golden = (GOLDEN / f"{page}.py.txt").read_text(encoding="utf-8")
    why = f"`make golden` writes the code of {page} again: read the difference before you commit it"
    assert golden_text(page) == golden, why


def test_golden_files_and_pages_match() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == {f"{page}.py.txt" for page in PAGES}
