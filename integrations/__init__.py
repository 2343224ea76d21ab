"""The world outside, as adapters of what `commerce.ports` names."""

import sys

# Of httpx the library alone: its command line brings pygments along.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
