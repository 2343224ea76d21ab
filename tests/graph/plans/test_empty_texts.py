"""Empty texts fall back to the other language."""

import pytest

from commerce.core.texts.language import Language, in_language
from graph.context import Context
from graph.plan.runtime.run import Run
from models import Craft
from tests.support.compared_operations import Images


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("english", "hindi", "given"),
    [
        ("Brass", "", {"en": "Brass", "hi": "Brass"}),
        ("", "पीतल", {"en": "पीतल", "hi": "पीतल"}),
        ("Brass", "पीतल", {"en": "Brass", "hi": "पीतल"}),
        ("", None, {"en": None, "hi": None}),
        ("", "", {"en": None, "hi": None}),
    ],
)
def test_an_empty_text_falls_back_like_a_missing_one(
    language: Language, english: str | None, hindi: str | None, given: dict[str, str | None]
) -> None:
    context = Context(Images(), language=language)
    expected = given[language.value]
    row = Craft(name_en=english, name_hi=hindi)
    assert in_language(row, "name", language)[0] == expected
    assert context.text(row, "name") == expected
    assert context.either(english, hindi) == expected
    assert Run(context, [], []).text(english, hindi) == expected
