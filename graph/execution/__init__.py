"""Parts of executing an operation besides its resolvers."""
