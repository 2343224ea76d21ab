"""Orders after checkout: lookup, cancellation, address, notifications."""
