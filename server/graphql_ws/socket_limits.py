"""Limits on open sockets of the process, of an address and of an account.

Also on the operations of an address executed at once: the others wait, which leaves time to other
clients.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

from auth.networks import OF_CONNECTIONS, counted_networks
from commerce.core.texts.input_texts import Texts
from graph.error_texts import ACCOUNT_FULL, NETWORK_FULL, SERVER_FULL, filled
from server.graphql_ws.socket_messages import TRY_LATER, Closed
from server.requests.request_bounds import MAX_SOCKET_OPERATIONS

Key = TypeVar("Key")


class SocketLimits:
    """Counts open sockets. A limit of 0 is unlimited."""

    def __init__(self, process: int, client: int, account: int) -> None:
        self._process, self._client, self._account = process, client, account
        self._clients: Counter[str] = Counter()
        self._accounts: Counter[int] = Counter()
        self._turns: dict[str, asyncio.Semaphore] = {}
        self._taking: Counter[str] = Counter()
        self.open = self.refused = 0

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Wait for an operation's turn, and hold it while this lasts."""
        self._taking[client] += 1
        turns = self._turns.setdefault(client, asyncio.Semaphore(MAX_SOCKET_OPERATIONS))
        try:
            async with turns:
                yield
        finally:
            _less(self._taking, client)
            if client not in self._taking:
                del self._turns[client]

    def acquire(self, client: str) -> None:
        """Count a socket of an address. Raises Closed if there are too many."""
        if self._process and self.open >= self._process:
            raise self._refusal(SERVER_FULL)
        for network, times in counted_networks(client, OF_CONNECTIONS):
            if self._client and self._clients[network] >= self._client * times:
                most = self._client * times
                raise self._refusal(filled(NETWORK_FULL, most=most))
        self.open += 1
        self._clients.update(network for network, _ in counted_networks(client, OF_CONNECTIONS))

    def release(self, client: str) -> None:
        self.open -= 1
        for network, _ in counted_networks(client, OF_CONNECTIONS):
            _less(self._clients, network)

    def acquire_account(self, account_id: int) -> None:
        """Count a socket of an account. Raises Closed if it has too many."""
        if self._account and self._accounts[account_id] >= self._account:
            most = self._account
            raise self._refusal(filled(ACCOUNT_FULL, most=most))
        self._accounts[account_id] += 1

    def release_account(self, account_id: int) -> None:
        _less(self._accounts, account_id)

    def _refusal(self, reason: Texts) -> Closed:
        self.refused += 1
        return Closed(TRY_LATER, reason)


def _less(counts: Counter[Key], key: Key) -> None:
    counts[key] -= 1
    if counts[key] <= 0:
        del counts[key]
