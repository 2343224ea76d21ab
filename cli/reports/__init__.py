"""Reports from the code: the schema, limits, access, plans of operations."""
