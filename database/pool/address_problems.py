"""Error messages for unusable database URLs."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from settings import Misconfigured

WRITTEN = (
    "Write it like postgresql://user:password@host:5432/database; in a password @ is %40, / is"
    " %2F, : is %3A and # is %23"
)


@contextmanager
def address_of(name: str) -> Iterator[None]:
    """Context for connecting with the URL in the variable `name`.

    Raises Misconfigured for permanent errors, ConnectionError for an unreachable server. Messages
    do not repeat the URL, which may have a password.
    """
    try:
        yield
    except asyncpg.ClientConfigurationError as error:
        raise Misconfigured(f"{name} can't be used: {error}") from None
    except ssl.SSLError as error:
        raise Misconfigured(
            f"{name}: the TLS connection to its server failed ({error.reason or error}). Check that"
            " sslrootcert is the certificate authority of the server and that host is the name in"
            " the server's certificate."
        ) from None
    except (FileNotFoundError, PermissionError):
        raise Misconfigured(
            f"{name} names a file (sslrootcert, sslcert, sslkey) or a directory (host) that is not"
            " there, has no server's socket, or can't be read."
        ) from None
    except (ConnectionError, socket.gaierror):
        raise
    except OSError as error:  # no route to it, no answer in time
        raise ConnectionError(str(error) or "it does not answer") from None
    except ValueError:
        raise Misconfigured(f"{name} is not a database address. {WRITTEN}.") from None
