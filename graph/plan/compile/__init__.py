"""From an operation to the source of its plan."""
