"""Reference data, loaded from `data/` into the tables."""

from commerce.reference.load import load_reference

__all__ = ["load_reference"]
