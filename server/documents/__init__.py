"""Documents that were parsed: their operations, plans and kept answers."""
