"""Keys and the audit."""
