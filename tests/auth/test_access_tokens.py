"""Access tokens: five minutes, signed, rotated."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from auth.crypto.access_tokens import ALGORITHM, LIFETIME_SECONDS, BadToken, Claims, Tokens, new_key

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def part(of: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(of).encode()).rstrip(b"=").decode()


def test_a_token_names_its_account_and_session() -> None:
    tokens = Tokens([new_key()])
    text, ends = tokens.issue(7, 11, NOW)
    assert ends == int(NOW.timestamp()) + LIFETIME_SECONDS
    assert tokens.read(text, NOW) == Claims(7, 11, ends)


def test_a_token_expires_after_five_minutes() -> None:
    tokens = Tokens([new_key()])
    text, _ = tokens.issue(7, 11, NOW)
    assert tokens.read(text, NOW + timedelta(seconds=LIFETIME_SECONDS - 1))
    with pytest.raises(BadToken):
        tokens.read(text, NOW + timedelta(seconds=LIFETIME_SECONDS))


def test_signing_keys_rotate_without_ending_sessions() -> None:
    old, new = new_key(), new_key()
    text, _ = Tokens([old]).issue(7, 11, NOW)
    both = Tokens([new, old])
    assert both.read(text, NOW).account_id == 7
    later, _ = both.issue(7, 11, NOW)
    assert Tokens([new]).read(later, NOW).account_id == 7
    with pytest.raises(BadToken):
        Tokens([new]).read(text, NOW)


def test_each_key_has_a_name_of_its_own() -> None:
    assert new_key().kid != new_key().kid


def test_without_a_key_there_are_no_tokens() -> None:
    with pytest.raises(ValueError, match="there is none"):
        Tokens([])


def test_forged_tokens_are_refused() -> None:
    key = new_key()
    tokens = Tokens([key])
    text, ends = tokens.issue(7, 11, NOW)
    head, body, signature = text.split(".")
    claims = {"iss": "odop-mart", "sub": "1", "sid": "1", "iat": 0, "exp": ends}
    public = OctKey.import_key(json.dumps(key.as_dict(private=False)))
    forged = [
        "",
        "a.b.c",
        "x" * 1_000_000,
        text + "x",
        f"{head}.{part(claims)}.{signature}",
        f"{part({'alg': 'none', 'kid': key.kid})}.{part(claims)}.",
        f"{part({'alg': 'none'})}.{body}.",
        jwt.encode({"alg": "HS256", "kid": key.kid}, claims, public, algorithms=["HS256"]),
        Tokens([new_key()]).issue(7, 11, NOW)[0],
    ]
    for each in forged:
        with pytest.raises(BadToken):
            tokens.read(each, NOW)


@pytest.mark.parametrize("left_out", ["iss", "sub", "sid", "exp"])
def test_missing_or_invalid_claims_are_refused(left_out: str) -> None:
    key = new_key()
    ends = int(NOW.timestamp()) + 60
    claims: dict[str, object] = {"iss": "odop-mart", "sub": "1", "sid": "1", "exp": ends}
    strange: tuple[object, ...] = (None, {}, "soon")
    for changed in strange:
        told = {**claims, left_out: changed}
        if changed is None:
            del told[left_out]
        text = jwt.encode({"alg": ALGORITHM, "kid": key.kid}, told, key, algorithms=[ALGORITHM])
        with pytest.raises(BadToken):
            Tokens([key]).read(text, NOW)
