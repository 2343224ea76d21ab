"""Folding of typed text to one form."""

import unicodedata
from unicodedata import decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.inputs import text_input
from auth.inputs.text_input import FOLDS, TextProfile, fold, is_unseen

UNSEEN = [
    "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u202a", "\u202c",
    "\u2066", "\u2069", "\u034f", "\ufe0f", "\U000e0100", "\x00", "\x07", "\x7f", "\ud83e",
]  # fmt: skip
BLANKS = [" ", "\u00a0", "\u2003", "\u2009", "\u202f", "\u3000", "\t", "\n", "\u2028", "\u2800"]
DASHES = ["-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212", "\ufe63", "\uff0d"]
# The nought of any script that has digits.
ZEROS = st.characters(categories=["Nd"]).map(lambda digit: chr(ord(digit) - decimal(digit)))
FOLDED = [profile for profile in TextProfile if profile is not TextProfile.PASSWORD]
COMPARED = [each for each in FOLDED if each not in (TextProfile.LINE, TextProfile.TEXT)]

text = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(UNSEEN + BLANKS + DASHES),
        st.sampled_from("0123४५६٧۸９कष़्ािAZaz@.,+()<>"),
    ),
    max_size=40,
)
noise = st.lists(st.sampled_from(UNSEEN), max_size=3).map("".join)


@given(st.sampled_from(list(TextProfile)), text)
def test_folding_twice_changes_nothing(profile: TextProfile, typed: str) -> None:
    once = fold(profile, typed)
    assert fold(profile, once) == once


@given(st.sampled_from(FOLDED), text)
def test_folded_text_can_be_stored(profile: TextProfile, typed: str) -> None:
    left = fold(profile, typed)
    left.encode()
    assert "\0" not in left
    assert left == left.strip()
    assert unicodedata.is_normalized("NFC", left)


@given(st.sampled_from(COMPARED), text)
def test_compared_texts_have_no_invisible_marks(profile: TextProfile, typed: str) -> None:
    assert not any(map(is_unseen, fold(profile, typed)))


@given(st.sampled_from(FOLDED), st.lists(st.sampled_from("abcXYZ019"), min_size=1), st.data())
def test_invisible_marks_make_no_difference(
    profile: TextProfile, letters: list[str], data: st.DataObject
) -> None:
    noisy = "".join(data.draw(noise) + letter for letter in letters) + data.draw(noise)
    assert fold(profile, noisy) == fold(profile, "".join(letters))


@given(st.text("0123456789", min_size=1, max_size=12), st.data())
def test_digits_of_every_script_are_folded(digits: str, data: st.DataObject) -> None:
    written = "".join(chr(ord(data.draw(ZEROS)) + int(d)) for d in digits)
    for profile in COMPARED:
        if profile is not TextProfile.OPAQUE:
            assert fold(profile, written) == digits


@given(st.text("0123456789", min_size=1, max_size=12), st.data())
def test_blanks_and_dashes_in_a_number_make_no_difference(digits: str, data: st.DataObject) -> None:
    between = st.sampled_from(["", *BLANKS, *DASHES, "\u202a", "\u200b"])
    written = "".join(data.draw(between) + d for d in digits) + data.draw(between)
    for profile in (TextProfile.CODE, TextProfile.PINCODE, TextProfile.PHONE):
        assert fold(profile, written) == digits


def test_a_joiner_stays_where_it_shapes_the_letters_of_hindi() -> None:
    for word in ("क्‍ष", "श्‍याम", "र्‍य", "रम्‌या"):
        assert fold(TextProfile.LINE, f" {word}\u200d ") == word
        assert "\u200c" not in fold(TextProfile.SEARCH, word)
        assert "\u200d" not in fold(TextProfile.SEARCH, word)
    assert fold(TextProfile.LINE, "R\u200dam\u200c Lal\u200d") == "Ram Lal"


def test_letters_with_a_nukta_have_one_spelling() -> None:
    assert fold(TextProfile.LINE, "क़\u095c") == fold(TextProfile.LINE, "क\u093cड\u093c")


@pytest.mark.parametrize(
    ("profile", "typed", "kept"),
    [
        (TextProfile.CODE, "१२३४५६", "123456"),
        (TextProfile.CODE, "１２３ ４５６", "123456"),
        (TextProfile.CODE, "123\u2011456\n", "123456"),
        (TextProfile.NUMBER, " १२५०.५०", "1250.50"),
        (TextProfile.NUMBER, "\u22125", "-5"),
        (TextProfile.PINCODE, "२२६ ००१", "226001"),
        (TextProfile.PINCODE, "226-001 ", "226001"),
        (TextProfile.PINCODE, "226.001", "226001"),
        (TextProfile.PINCODE, "226/001", "226001"),
        (TextProfile.PHONE, "\u202a+91 (0) 98765\u201143210\u202c", "+919876543210"),
        (TextProfile.PHONE, "+91(0)9876543210", "+919876543210"),
        (TextProfile.PHONE, "+91-(0)-98765-43210", "+919876543210"),
        (TextProfile.PHONE, "+91 / (0) 98765.43210", "+919876543210"),
        (TextProfile.PHONE, "tel:+91-98765-43210", "+919876543210"),
        (TextProfile.PHONE, "＋९१ ９８７६５ 43210", "+919876543210"),
        (TextProfile.PHONE, "98765x43210", "98765x43210"),
        (TextProfile.EMAIL, " Asha @Example. in\u200b", "asha@example.in"),
        (TextProfile.EMAIL, "Asha Devi <Asha@Example.in>", "asha@example.in"),
        (TextProfile.EMAIL, "mailto:asha@example.in", "asha@example.in"),
        (TextProfile.EMAIL, "ａｓｈａ＠example.in", "asha@example.in"),
        (TextProfile.LINE, "  Asha\u00a0 Devi\t", "Asha Devi"),
        (TextProfile.LINE, "मकान २३", "मकान २३"),
        (TextProfile.LINE, "a\u202eb\x00c", "abc"),
        (TextProfile.TEXT, " One \r\n\r\n\r\n\r\n two\u2028three ", "One\n\ntwo\nthree"),
        (TextProfile.IDENTIFIER, "０９ａａａｃａ 1234-f1z5", "09AAACA1234F1Z5"),
        (TextProfile.IDENTIFIER, "sbin ०००१२३४", "SBIN0001234"),
        (TextProfile.COUPON, " swagat\u201010 ", "SWAGAT10"),
        (TextProfile.ORDER_NUMBER, "om\u20137k3q9 \u2013 xtp2m", "OM-7K3Q9-XTP2M"),
        (TextProfile.SLUG, " Lucknow\u2011Chikan  Kurta ", "lucknow-chikan-kurta"),
        (TextProfile.SEARCH, " साड़ी\u200d\u00a0५०० ", "साड़ी 500"),
        (TextProfile.OPAQUE, " abc_DEF-1\n", "abc_DEF-1"),
        (TextProfile.PASSWORD, " a\u200bb ", " a\u200bb "),
    ],
)
def test_each_kind_of_input_has_its_folded_form(
    profile: TextProfile, typed: str, kept: str
) -> None:
    assert fold(profile, typed) == unicodedata.normalize("NFC", kept)


def test_every_profile_has_a_folding() -> None:
    assert set(FOLDS) == set(TextProfile)


def test_too_long_input_is_cut_before_folding() -> None:
    assert len(fold(TextProfile.LINE, "क" * 1_000_000)) < 3_000


@pytest.mark.parametrize("profile", text_input.FOLDED)
@given(data=st.data())
def test_the_shortcut_for_folded_text_is_right(profile: TextProfile, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(text_input.FOLDED[profile], fullmatch=True))
    assert FOLDS[profile](text) == text
