"""People of the demo: artisans, vendors, accounts."""
