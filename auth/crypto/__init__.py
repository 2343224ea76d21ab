"""The mart's own secrets: keys, hashes, encryption, signatures, tokens."""
