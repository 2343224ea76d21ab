"""The database: migrated, filled, dumped, restored."""
