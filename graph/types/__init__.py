"""GraphQL types, one noun per file."""
