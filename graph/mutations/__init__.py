"""Where writes enter, one noun per file: input, payload, function."""
