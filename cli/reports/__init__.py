"""What is read out of the code: the schema, limits, access, plans of a query."""
