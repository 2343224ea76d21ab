"""What runs while an operation is executed, beside its resolvers."""
