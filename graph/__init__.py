"""GraphQL and nothing else."""
