"""Normal forms of phone numbers and e-mail addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.inputs.contact import fold_email, fold_phone, is_local_part_foreign


@pytest.mark.parametrize(
    "written",
    [
        "9876543210",
        "98765 43210",
        "098765-43210",
        "+91 98765 43210",
        "91 9876543210",
        "0091 98765 43210",
        "(+91) 98765.43210",
        "+91 098765 43210",
        "091-98765-43210",
        "0091 (0) 98765 43210",
        "91 0 9876543210",
        "९८७६५ ४३२१०",
        "９８７６５４３２１０",
        " 9876543210\n",
    ],
)
def test_indian_numbers_have_one_form(written: str) -> None:
    assert fold_phone(written) == "+919876543210"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+1 (212) 555-0187", "+12125550187"),
        ("+977 9812345678", "+9779812345678"),
        ("+91-00000-00007", "+910000000007"),
        ("00000 00007", "+910000000007"),
        # Ten digits that begin like the country's code.
        ("9198765432", "+919198765432"),
    ],
)
def test_foreign_numbers_are_normalised(written: str, kept: str) -> None:
    assert fold_phone(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "", "+", "12345", "5876543210", "+91 12345 67890", "98765432101", "+0 98765 43210",
        "98765x43210", "+1234567890123456", "9" * 1_000, "नौ आठ सात", "9876543210;ext=1",
    ],
)  # fmt: skip
def test_invalid_numbers_are_none(written: str) -> None:
    assert fold_phone(written) is None


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("asha@XN--P1B6CI4B4B3A.xn--h2brj9c", "asha@xn--p1b6ci4b4b3a.xn--h2brj9c"),
        ("Asha @ उदाहरण . भारत", "asha@xn--p1b6ci4b4b3a.xn--h2brj9c"),
        ("asha@उदाहरण。भारत", "asha@xn--p1b6ci4b4b3a.xn--h2brj9c"),
        ("asha@BÜCHER.example", "asha@xn--bcher-kva.example"),
        ("asha@bu\u0308cher.example", "asha@xn--bcher-kva.example"),
        # IDNA 2008: another domain than fass.example.
        ("asha@faß.example", "asha@xn--fa-hia.example"),
        ("Asha.Devi@Example.IN", "asha.devi@example.in"),
        ("  asha@example.in ", "asha@example.in"),
        ("asha+odop@mail.example.co.in", "asha+odop@mail.example.co.in"),
        ("ａｓｈａ@example.in", "asha@example.in"),
        ("asha@उदाहरण.भारत", "asha@xn--p1b6ci4b4b3a.xn--h2brj9c"),
    ],
)
def test_email_addresses_have_one_form(written: str, kept: str) -> None:
    assert fold_email(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "", "@", "asha", "asha@", "@example.in", "asha@localhost", "asha@example..in",
        ".asha@example.in", "asha.@example.in", "a b@example.in", "asha@-example.in",
        "asha@example.in\nbcc: all@example.in", "asha@[127.0.0.1]", "a@b@example.in",
        f"{'a' * 65}@example.in", f"asha@{'a.' * 140}in", "asha@example.1", "x" * 100_000,
    ],
)  # fmt: skip
def test_invalid_email_addresses_are_none(written: str) -> None:
    assert fold_email(written) is None


@pytest.mark.parametrize(
    "domain",
    ["xn--a.in", "☃.example", "xn--.in", "-उदाहरण.भारत", "उदा_हरण.भारत", "ै.भारत", "xn--ls8h.la"],
)
def test_invalid_international_domains_are_none(domain: str) -> None:
    assert fold_email(f"asha@{domain}") is None


@pytest.mark.parametrize(
    ("written", "is_foreign"),
    [
        ("नाम@उदाहरण.भारत", True),
        ("नाम@example.in", True),
        ("jörg@example.de", True),
        ("asha@उदाहरण.भारत", False),
        ("नाम", False),
        ("नाम@", False),
        ("नाम@localhost", False),
        ("", False),
    ],
)
def test_unsupported_local_parts_are_recognised(written: str, is_foreign: bool) -> None:
    assert is_local_part_foreign(written) is is_foreign
    assert not is_foreign or fold_email(written) is None


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(written: str) -> None:
    for fold in (fold_phone, fold_email):
        once = fold(written)
        assert once is None or fold(once) == once
