"""Compressed code of idle plans, and the memory of code in use."""

import marshal
import zlib
from collections.abc import Mapping
from sys import getsizeof
from types import CodeType

# Of zlib: a higher level takes long and gains little.
COMPRESSION_LEVEL = 1
# Memory of the function made of a piece of code, and of its globals and defaults, in bytes.
FUNCTION_BYTES = 500

# A plan's code, and the source of what is compiled when it first runs, by name.
Code = tuple[CodeType, Mapping[str, str]]


def packed(source: str, seldom: Mapping[str, str]) -> bytes:
    """The code for a source, and `seldom` with it."""
    code = without_lines(compile(source, "<plan>", "exec"))
    return zlib.compress(marshal.dumps((code, dict(seldom))), COMPRESSION_LEVEL)


def unpacked(code: bytes) -> Code:
    found: Code = marshal.loads(zlib.decompress(code))  # noqa: S302 - our own
    return found


def without_lines(code: CodeType) -> CodeType:
    """The same code, all of it on the line it begins with.

    Lines and columns take a third of it, and lead into a source nobody keeps.
    """
    length = len(code.co_code) // 2
    # Entries of up to eight instructions without a column, no line further (PEP 626, kind 13).
    lines = b"".join(
        bytes((0xE8 | (min(8, length - start) - 1), 0)) for start in range(0, length, 8)
    )
    inner = [without_lines(o) if isinstance(o, CodeType) else o for o in code.co_consts]
    return code.replace(co_linetable=lines, co_consts=tuple(inner))


def code_bytes(code: CodeType) -> int:
    """The memory code takes, with what is made of it when it runs."""
    inner = sum(code_bytes(o) if isinstance(o, CodeType) else getsizeof(o) for o in code.co_consts)
    # Names are asked for again when a traceback or a frame looks at them; they are small.
    return FUNCTION_BYTES + getsizeof(code) + getsizeof(code.co_names) + inner
