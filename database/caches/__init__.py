"""What a process keeps of tables, and how it hears of changes."""
