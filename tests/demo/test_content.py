"""The words of the demo catalogue have no faults."""

from dataclasses import replace

import pytest

from demo.words import content
from demo.words.claims import unproven
from demo.words.content import Attribute, category_slugs, category_words, faults, options
from demo.words.kinds import kinds
from demo.words.texts import Text

FOOD_SAFE = Text("Food safe", "खाने के लिए सुरक्षित")


@pytest.mark.parametrize("slug", category_slugs())
def test_the_words_of_a_category_have_no_faults(slug: str) -> None:
    assert list(faults(slug)) == []


def test_no_kind_and_no_choice_claims_what_needs_evidence() -> None:
    names = [kind.name for kind in kinds().values()]
    labels = [value.label for option in options().values() for value in option.values]
    for text in (*names, *labels):
        assert unproven(text.en) == unproven(text.hi) == [], text


def test_no_attribute_and_no_value_claims_what_needs_evidence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = category_words("metalware")
    claiming = replace(
        words,
        attributes=(*words.attributes, Attribute("safe", FOOD_SAFE, "BOOLEAN", None)),
        values={
            **words.values,
            "metal": {**words.values["metal"], "lead-free": Text("Lead free", "")},
        },
    )
    monkeypatch.setattr(content, "category_words", lambda _: claiming)
    found = [fault for fault in faults("metalware") if "needs evidence" in fault]
    assert len(found) == 3
    assert "'food safe'" in found[0]
    assert "'lead free'" in found[2]


def test_descriptions_claim_only_what_some_makers_have_evidence_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = category_words("handloom-textiles")
    first, *others = words.families
    texts = (
        *first.description["making"],
        Text("Handloom silk.", "रेशम।"),
        Text("Pure silk.", "रेशम।"),
    )
    changed = replace(first, description={**first.description, "making": texts})
    monkeypatch.setattr(
        content, "category_words", lambda _: replace(words, families=(changed, *others))
    )
    found = list(faults("handloom-textiles"))
    assert len(found) == 1
    assert "'pure silk'" in found[0]
