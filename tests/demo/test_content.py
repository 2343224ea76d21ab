"""The words of the demo catalogue have no faults."""

import pytest

from demo.words.content import category_slugs, faults


@pytest.mark.parametrize("slug", category_slugs())
def test_the_words_of_a_category_have_no_faults(slug: str) -> None:
    assert list(faults(slug)) == []
