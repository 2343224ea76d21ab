"""Privacy: export and erasure of an account, joining two accounts."""
