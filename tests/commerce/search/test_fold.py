"""Folding words of either script to the same keys."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.search.fold import MAX_WORD_CHARACTERS, Word, cleaned, fold_words, prefix_keys

DEVANAGARI = st.characters(min_codepoint=0x0900, max_codepoint=0x097F)
HINDI = st.text(DEVANAGARI, max_size=30)
ANYTHING = st.text(max_size=80)


def keys(text: str) -> set[str]:
    return {key for word in fold_words(text) for key in word.keys}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("साड़ी", "saree"),
        ("साड़ी", "sari"),
        ("साडी", "साड़ी"),
        ("चिकनकारी", "chikankari"),
        ("chikankari", "chikenkari"),
        ("ज़रदोज़ी", "zardozi"),
        ("zardozi", "jardoji"),
        ("बनारसी", "banarasi"),
        ("बनारसी", "banarsi"),
        ("लखनऊ", "lucknow"),
        ("ताला", "taala"),
        ("ताले", "ताला"),
        ("लकड़ी", "lakdi"),
        ("लकड़ी", "lakadi"),
        ("चूड़ियाँ", "chudi"),
        ("पीतल", "peetal"),
        ("खुर्जा", "khurja"),
        ("कन्नौज", "kannauj"),
        ("मुरादाबाद", "moradabad"),
        ("sarees", "saree"),
        ("CHIKAN", "chikan"),
        ("ｋｕｒｔａ", "kurta"),
        ("café", "cafe"),
    ],
)
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert keys(one) & keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("brass", "brush"), ("jute", "जूता"), ("पीतल", "पेठा"), ("lock", "lac"), ("गोंडा", "गोरखपुर")],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert not {k for w in fold_words(one) for k in w.k1} & {
        k for w in fold_words(other) for k in w.k1
    }


def test_stop_words_are_left_out() -> None:
    assert [word.text for word in fold_words("पीतल का दीया")] == ["पीतल", "दीया".replace("ी", "ी")]
    assert len(fold_words("a lamp of brass")) == 2
    assert len(fold_words("a lamp of brass", stop_words=True)) == 4


@given(ANYTHING)
def test_folding_accepts_any_text_and_is_stable(text: str) -> None:
    words = fold_words(text, stop_words=True)
    assert words == fold_words(text, stop_words=True)
    for word in words:
        assert isinstance(word, Word)
        assert len(word.text) <= MAX_WORD_CHARACTERS
        assert all(word.keys)
        assert not set("'\\:&|!() \0") & set("".join(word.keys))


@given(HINDI)
def test_hindi_folds_to_plain_latin(text: str) -> None:
    for word in fold_words(text, stop_words=True):
        assert all(key.isascii() for key in word.keys), word


@given(ANYTHING)
def test_unicode_forms_have_the_same_keys(text: str) -> None:
    whole = [word.keys for word in fold_words(text, stop_words=True)]
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, text)
        assert [word.keys for word in fold_words(written, stop_words=True)] == whole


@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=20))
def test_case_does_not_matter(word: str) -> None:
    assert fold_words(word.upper(), stop_words=True) == fold_words(word, stop_words=True)


@given(ANYTHING)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)


@pytest.mark.parametrize("word", ["chikankari", "banarasi", "zardozi", "kalamkari", "terracotta"])
def test_prefixes_are_found(word: str) -> None:
    for length in range(3, len(word)):
        begun = prefix_keys(word[:length])
        whole = [key for each in fold_words(word) for key in each.k1]
        assert any(key.startswith(start) for key in whole for start in begun), word[:length]
