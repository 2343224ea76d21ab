"""The schema: migrations, check for drift, serving role."""
