"""The end of an account: export, erasure, joining two."""
