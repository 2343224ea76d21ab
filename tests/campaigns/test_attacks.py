"""What attacks come to, and that the mart is well after each and sells meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from auth.rate_limits import LIMITS
from server.limits import COMMANDS, GROUPS, OWNED
from tests.campaigns.attacks.connections import CROWDS, DEAF, SLOW, SOCKETS
from tests.campaigns.attacks.documents import DOCUMENTS, VALUES
from tests.campaigns.attacks.kinds import Attack, Target, well
from tests.campaigns.attacks.memory import KEPT
from tests.campaigns.attacks.sieges import SIEGES, NotServed, Siege, besieged, buys, variant_id
from tests.campaigns.attacks.tries import TRIES
from tests.campaigns.attacks.wire import WIRE
from tests.support.servers.served import served

QUICK = (*WIRE, *DOCUMENTS, *VALUES, *SOCKETS)
EVERY = (*QUICK, *CROWDS, *DEAF, *SLOW, *TRIES, *KEPT)
# Bounds the campaign does not go beyond, and why; tests/server/rate_limits/test_limits.py has the
# test of each.
NOT_TRIED = {
    "connections per process": "ten thousand of them are too many for a machine that also asks",
    "sockets per process": "so are five thousand",
    "concurrent socket operations per address": "the siege of sockets asks for hundreds",
    "points of a query by plan that runs at once": "tests/server/graphql_http has it",
    "points of another query that runs at once": "tests/server/graphql_http has it",
    "pause after long work": "how long something waits, nothing a client can pass",
    "what a request does at the payment gateway": "how long it takes, no client decides",
    "waiting jobs of a kind that calls the gateway or a carrier": "what the mart itself enqueues",
    "waiting jobs of another kind": "what the mart itself enqueues",
    "pipelined requests": "they are read as those before them are answered",
    "response": "the test that tests/server/rate_limits/test_limits.py names asks for more",
    "response compressed at the highest level": "how an answer is sent, nothing a client can pass",
    "bytes sent per unit": "how work is reckoned, nothing a client can pass",
    "units per API key": "sixty thousand requests take minutes",
    "objects per unit": "how work is reckoned, nothing a client can pass",
    "server time per unit": "how work is reckoned, nothing a client can pass",
    "units per request": "how work is reckoned, nothing a client can pass",
    "clients counted separately": "a hundred thousand addresses",
    "plan warnings of one kind": "lines of the log",
    "log lines from one place in the code": "lines of the log",
    "a request, with its body and response": "no request is known that takes so long",
    "database statement": "no statement is known that takes so long",
    "statement of a public read": "no statement is known that takes so long",
    "age of a cached response": "how long something is kept, nothing a client can pass",
    "access tokens": "twenty thousand people",
    "valid API keys": "a thousand keys",
    **dict.fromkeys(
        (bound.name for bound in OWNED.bounds),
        "they need accounts and what they own: tests/commerce/accounts/test_owned_limits.py",
    ),
    "pieces per buyer": "tests/commerce/checkout/test_cash_on_delivery.py orders them",
    "pieces per variant": "tests/commerce/checkout/test_cash_on_delivery.py orders them",
    "pieces of guests per network address": "test_cash_on_delivery.py orders them, too",
    "guest-checkout": "tests/commerce/checkout/test_cash_on_delivery.py orders so often",
    "shared responses being built": "nothing a client can pass",
    **dict.fromkeys(
        (bound.name for bound in COMMANDS.bounds),
        "the operator gives them to the command: tests/cli/test_arguments.py",
    ),
    **dict.fromkeys(
        [
            "messages",
            "messages-from",
            "messages-all-from",
            "messages-by",
            "messages-to",
            "messages-known",
            "invite-by",
            "payee-by",
        ],
        "they write to people: test_contact_limits.py, test_known_devices.py and test_payees.py",
    ),
    **dict.fromkeys(
        [
            "password-by",
            "password-of",
            "password-known",
            "factor-by",
            "factor-of",
            "factor-known",
            "writes-of",
            "writes-in",
            "device-try",
            "units per session whose account has none left",
        ],
        "they need an account and its contacts: tests/commerce and tests/server/graphql_http",
    ),
}


@pytest.fixture(scope="module")
def address(shop_url: str) -> Iterator[str]:
    with served(shop_url) as found:
        yield found


@pytest.fixture
async def target(address: str) -> AsyncIterator[Target]:
    async with httpx.AsyncClient(base_url=f"http://{address}", timeout=60) as client:
        yield Target(address, client)


@pytest.mark.slow
@pytest.mark.parametrize("attack", QUICK, ids=lambda attack: attack.name)
async def test_an_attack_is_harmless(target: Target, attack: Attack) -> None:
    assert await attack.run(target) == attack.expected
    assert await well(target)


@pytest.mark.slow
@pytest.mark.parametrize("siege", SIEGES, ids=lambda siege: siege.name)
async def test_buying_works_during_an_attack(target: Target, siege: Siege) -> None:
    variant = await variant_id(target.client)
    source = f"127.0.2.{SIEGES.index(siege) + 1}"
    async with besieged(target.address, siege, source) as came:
        # On a machine that has much else to do it may take more than one visit.
        async with asyncio.timeout(60):
            while not await _has_bought(target.address, variant):
                pass
        assert came


async def _has_bought(address: str, variant: str) -> bool:
    try:
        await buys(address, variant)
    except NotServed:
        return False
    return True


def test_every_limit_is_attacked_or_excused() -> None:
    rows = {bound.name for group in GROUPS for bound in group.bounds} | set(LIMITS)
    tried = {row for attack in EVERY for row in attack.of}
    assert tried <= rows
    assert not tried & set(NOT_TRIED)
    assert tried | set(NOT_TRIED) == rows
    names = [attack.name for attack in EVERY]
    assert len(names) == len(set(names))
