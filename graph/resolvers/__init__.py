"""Where reads enter, one noun per file."""
