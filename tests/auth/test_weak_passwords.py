"""Guessable passwords, which are refused, and others, which are not."""

import random

import pytest

from auth.credentials.weak_passwords import is_common, is_guessable

OWN = ("Asha Sharma", "asha.sharma85@buyer.example.in", "+919876543210")
COMMON = [
    "iloveyou2026",
    "2026iloveyou!",
    "IloveYou@123",
    "1l0v3y0u2026",
    "iloveyouiloveyou",
    "i_love_you_2026",
    "password!2026",
    "P@ssw0rd#2026",
    "Pa$$w0rd123",
    "Password1234",
    "PASSWORD@99",
    "drowssap2026",
    "6202drowssap",
    "qwertyuiop",
    "Qwerty!@#$%",
    "1q2w3e4r5t6y",
    "qazwsxedcrfv",
    "zxcvbnm12345",
    "asdfghjkl;1",
    "poiuytrewq99",
    "abcdefghij",
    "abcd1234abcd",
    "a1b2c3d4e5",
    "1234567890",
    "147258369147",
    "!@#$%^&*()",
    "monkeymonkey",
    "dragon!dragon!",
    "letmein@12345",
    "welcome2026!!",
    "sunshine99!!",
    "footballfan1",
    "Mumbai@2026",
    "cricket@1983",
    "jaishreeram108",
    "JaiShriRam@2026",
    "radheradhe11",
    "omsairam2026",
    "hanuman@108",
    "bharatmata1947",
    "merijaan143",
    "रामराम१२३४",
    "जयश्रीराम2026",
    "जय श्री राम",
    "नमस्ते2026",
    "नमस्ते@१२३",
    "मेरापासवर्ड",
    "हिन्दुस्तान1947",
    "आई लव यू 2026",
    "राधेराधे१०८",
    "कखगघङचछजझञ",
    "प्यारप्यार99",
    "लक्ष्मी@2026",
    "odopmart2026",
    "ODOP-Mart@2026!",
    "0d0pm4rt2026",
    "UttarPradesh123",
    "chikankari2026",
    "banarasisilk99",
    "mart mart mart 1",
    "ओडीओपीमार्ट2026",
    "password@odop",
    "o d o p - m a r t 2 0 2 6",
    "17081985",
    "revolution",
    "Sunflower42!",
    "aaaaaaaaaaaaaaaa1",
    "abababababab",
    "7391846205",
    "trustno1trustno1",
    "princess.2026",
    "superman!!!!!!!!!",
    "charlie-2026-charlie",
    "1234qwerasdf",
    "lucknow226001",
    "iloveyoujaan",
    "🪔🪔🪔🪔🪔🪔🪔🪔🪔🪔",
    "          a",
    "pâsswörd2026",
    "ｐａｓｓｗｏｒｄ２０２６",
    "pass\u200bword\u200b2026",
    "खुशी2026",
    "ख़ुशी२०२६",
    "ज़िंदगी@2026",
    "माँ पापा 2026",
    "जयहिन्द १५०८१९४७",
]
OWN_WORDS = [
    "0987654321",
    "asha.sharma85@buyer.example.in",
    "ashasharma1985",
    "Sharma@12345678",
    "9876543210",
    "1234567890123456",
    "0123456789012345",
    "9876543210123456789",
    "1111222233334444",
    "1122334455667788",
    "0011223344556677",
    "1020304050607080",
    "1001200230034004",
    "1357924680135792",
    "2468101214161820",
    "3141592653589793",
    "1472583690147258",
    "19901991199219931994",
    "1508194726011950",
    "9876 5432 1098 7654",
    "asha9876543210",
    "a.s.h.a_s.h.a.r.m.a_1985",
    "amrahs.ahsa",
    "a5ha5harma1",
    "asha17081985",
    "Asha@Sharma#85",
    "85sharma.asha.buyer",
    "९८७६५४३२१०!",
    "+91 98765 43210",
]
GOOD = [
    "~`}{<>?;:,.",
    "k83f92h47d1",
    "4b7e0c9f21ad",
    "correct horse battery staple",
    "correcthorsebatterystaple",
    "asha likes mango pickle",
    "neem leaves in july",
    "गुलाब जामुन और चाय",
    "x7$kQ9!vLm2p",
    "blue kite over ganga ghat",
    "seven parrots ate my lunch",
    "Tr1ckle-Marble-Oboe",
    "zqxjvkbwpf",
    "kT9#wq2Lp!",
    "$}7{k?>;A#!",
    "mV3rT-hh8Qw",
    "G7hdk29sLq",
    "brass lamp under the stairs",
    "two cups of ginger chai please",
    "odop sells my aunt's baskets",
    "my cart broke down near Jhansi",
    "sunflower-bicycle",
    "purple tabla practice",
    "I never liked plain dosa",
    "monsoon2026 flooded our lane",
    "9f8e1c7ab2",
    "hunter eats nimbu achar",
    "नीम की छाँव में झूला",
    "बारिश में भीगी किताबें",
    "तीन तोते आम खा गए",
    "पीतल का पुराना लोटा",
    "हमारी गली का आख़िरी मकान",
    "दादी की चिट्ठी खो गई",
    "कचौड़ी गली की सुबह",
    "छत पर सूखती मिर्चें",
    "सरसों के खेत में रेलगाड़ी",
    "बुनकर का करघा गाता है",
    "नीला रिक्शा पुराना पुल",
    "bhindi aur baingan ka bharta",
    "meri nani ki lal chunri",
    "kal raat bijli chali gayi",
    "chai piyo biskut khao",
    "Zwölf Boxkämpfer jagen",
    "quatre vélos rouillés",
    "1 mango 2 jackfruit 3 lychee",
    "38417729561048",
    "ghar ke peeche imli ka ped",
]


@pytest.mark.parametrize("password", COMMON)
def test_common_words_with_usual_additions_are_refused(password: str) -> None:
    assert is_common(password)
    assert is_guessable(password, OWN)


@pytest.mark.parametrize("password", OWN_WORDS)
def test_personal_details_are_guessable(password: str) -> None:
    assert is_guessable(password, OWN)


def test_other_peoples_details_are_not_guessable() -> None:
    password = "tarannum-begum-nizami"
    assert not is_guessable(password, OWN)
    assert is_guessable(password, ("Tarannum Begum Nizami", None, None))


def test_long_email_addresses_are_guessable() -> None:
    address = "kalavati.vishwakarma.of.the.old.market@weavers-cooperative.example.in"
    assert is_guessable(f"{address}1", (None, address, None))


@pytest.mark.parametrize("password", GOOD)
def test_good_passwords_of_any_characters_are_accepted(password: str) -> None:
    assert not is_common(password)
    assert not is_guessable(password, OWN)


@pytest.mark.slow
@pytest.mark.parametrize(("digits", "max_refused"), [(13, 30), (16, 5), (20, 1)])
def test_a_long_random_number_is_accepted(digits: int, max_refused: int) -> None:
    chance = random.Random(digits)
    numbers = ["".join(chance.choices("0123456789", k=digits)) for _ in range(1_000)]
    assert sum(map(is_common, numbers)) <= max_refused


def test_a_number_people_have_anyway_is_guessable() -> None:
    chance = random.Random(12)
    assert all(is_common("".join(chance.choices("0123456789", k=12))) for _ in range(1_000))


@pytest.mark.parametrize("unit", ["x", "ab", "क", "password", "4@8({[<369&#!1/|0$5+7%2"])
def test_repetition_does_not_strengthen_a_password(unit: str) -> None:
    longest = (unit * 200)[:200]
    assert is_common(longest) is (len(set(unit)) < 10)
