"""Error messages: in both languages, with the right noun and all facts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from auth.rate_limits import TooMany
from commerce.cart.pricing.problems import TEXTS as PROBLEM_TEXTS
from commerce.core.errors import TEXTS, WAITS, Reason, Refusal, Refusals
from commerce.core.form import Form
from commerce.core.rate_limits.attempts import refusal_of
from commerce.core.texts.input_texts import INPUT_TEXTS, SUBJECT_OF_INPUT, Subject, not_found
from commerce.core.texts.language import filled_in
from graph.error_texts import TOO_OFTEN, filled

ROOT = Path(__file__).parents[3]
DEVANAGARI = re.compile("[\u0900-\u097f]")
# Texts that are the texts of a problem.
PASSED_ON = {Reason.CART_NOT_READY}


def every_text() -> Iterator[tuple[str, tuple[str, str]]]:
    for reason, texts in TEXTS.items():
        if reason not in PASSED_ON:
            yield reason.value, texts
    for (reason_name, about), texts in INPUT_TEXTS.items():
        yield f"{reason_name} {about}", texts
    for reason, units in WAITS.items():
        for unit, texts in zip(("seconds", "minutes", "hours"), units, strict=True):
            yield f"{reason} {unit}", texts
    for subject in Subject:
        yield f"NOT_FOUND {subject.name}", not_found(subject)
    for trouble, texts in PROBLEM_TEXTS.items():
        yield trouble.value, texts


@pytest.mark.parametrize(("name", "texts"), list(every_text()), ids=lambda each: str(each)[:40])
def test_a_text_is_said_in_both_languages(name: str, texts: tuple[str, str]) -> None:
    en, hi = texts
    assert not DEVANAGARI.search(en)
    assert DEVANAGARI.search(hi)
    assert en.endswith(".")
    assert hi.endswith("।")
    facts = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in texts]
    assert {fact.removesuffix("_en") for fact in facts[0]} == {
        fact.removesuffix("_hi") for fact in facts[1]
    }


@pytest.mark.parametrize(("name", "texts"), list(every_text()), ids=lambda each: str(each)[:40])
def test_one_is_singular(name: str, texts: tuple[str, str]) -> None:
    facts = {field: 1 for _, field, _, _ in Formatter().parse(texts[0]) if field}
    said = filled_in(texts[0], facts)
    assert not re.search(r"\b1 (minute|second|piece|item|coupon|character)s\b", said)


@pytest.mark.parametrize(("one", "many"), [(1, 2), (1, 11), (1, 21)])
def test_waiting_times_are_in_natural_units(one: int, many: int) -> None:
    assert "in 1 minute." in refusal_of(TooMany(one)).text()[0]
    assert f"in {many} minutes." in refusal_of(TooMany(many * 60)).text()[0]
    assert f"in {many} seconds." in Refusal(Reason.TOO_BUSY, seconds=many).text()[0]
    assert "in 1 second." in filled(TOO_OFTEN, seconds=one)[0]
    assert f"in {many} seconds." in filled(TOO_OFTEN, seconds=many)[0]


@pytest.mark.parametrize("reason", WAITS)
def test_no_waiting_time_is_in_hundreds_of_units(reason: Reason) -> None:
    for seconds in (90, 91, 600, 3_600, 5_401, 86_400):
        en, hi = Refusal(reason, seconds=seconds).text()
        assert int(re.findall(r"\d+", en)[0]) <= 90
        assert re.findall(r"\d+", en) == re.findall(r"\d+", hi)
    assert "in 24 hours." in en
    assert "24 घंटे" in hi


def test_every_reason_has_its_texts() -> None:
    assert set(TEXTS) == set(Reason)
    assert {reason for reason, _ in INPUT_TEXTS} <= {reason.value for reason in Reason}


@pytest.mark.parametrize("subject", Subject)
def test_what_is_not_found_is_named(subject: Subject) -> None:
    en, hi = Refusal(Reason.NOT_FOUND, "whatever", of=subject).text()
    assert subject.value.en in en
    assert all(word in hi for word in subject.value.hi.split())


@pytest.mark.parametrize(
    ("path", "en", "hi"),
    [
        (("code",), "We couldn't find this coupon.", "यह कूपन नहीं मिला।"),
        (("cart_id",), "We couldn't find this cart.", "यह कार्ट नहीं मिला।"),
        (("key",), "We couldn't find this API key.", "यह API कुंजी नहीं मिली।"),
        (("lines", "3", "variant_id"), "We couldn't find this product option.",
         "उत्पाद का यह विकल्प नहीं मिला।"),
    ],
)  # fmt: skip
def test_the_input_says_what_was_looked_for(path: tuple[str, ...], en: str, hi: str) -> None:
    assert Refusal(Reason.NOT_FOUND, *path).text() == (en, hi)


def test_out_of_stock_has_no_number() -> None:
    assert Refusal(Reason.OUT_OF_STOCK, available=0).text()[0] == "This is out of stock."
    assert Refusal(Reason.OUT_OF_STOCK, available=2).text()[0] == "Only 2 left."
    assert "Ask for a new one" in Refusal(Reason.WRONG_CODE, "code", left=0).text()[0]
    assert "Attempts left: 2" in Refusal(Reason.WRONG_CODE, "code", left=2).text()[0]


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for file in sorted((ROOT / "commerce").rglob("*.py")) + sorted((ROOT / "graph").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def _looks_for_something(call: ast.Call) -> list[ast.expr] | None:
    """The path of a call that tells that something was not found."""
    arguments = call.args
    called = ast.unparse(call.func)
    if called == "form.read" and ast.unparse(arguments[0]) == "by.require":
        return arguments[3:]
    if called == "by.require":
        return arguments[2:]
    if called == "Refusal" and "Reason.NOT_FOUND" in ast.unparse(arguments[0]):
        return arguments[1:]
    return None


def test_every_not_found_names_the_object() -> None:
    """By the name of its input, or by `of`."""
    unnamed = []
    for place, call in _calls():
        path = _looks_for_something(call)
        if path is None or any(keyword.arg == "of" for keyword in call.keywords):
            continue
        last = path[-1] if path else None
        if isinstance(last, ast.Starred):
            continue  # whoever calls gives the path
        if not isinstance(last, ast.Constant) or last.value not in SUBJECT_OF_INPUT:
            unnamed.append(place)
    assert not unnamed


def _refused(reason: Reason, *path: str) -> str:
    raise Refusal(reason, *path)


def test_a_form_reports_all_errors() -> None:
    form = Form()
    form.read(_refused, Reason.REQUIRED, "name")
    assert form.read(str, 5) == "5"
    form.read(_refused, Reason.INVALID, "phone")
    with pytest.raises(Refusals) as told:
        form.check()
    assert [each.path for each in told.value.refusals] == [("name",), ("phone",)]


async def test_a_form_with_one_error_reports_it() -> None:
    async def later() -> str:
        return _refused(Reason.REQUIRED, "name")

    form = Form()
    await form.wait_for(later())
    with pytest.raises(Refusal, match="Enter a name"):
        form.check()
    Form().check()
