"""How a process collects garbage."""

import gc

# Thresholds of the garbage collector's three generations. A page releases all its objects; a new
# document leaves a thousand behind.
COLLECT_AFTER = (5_000, 20, 100)


def tune_gc() -> None:
    """Exempt long-lived objects from garbage collection and run it rarely."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
