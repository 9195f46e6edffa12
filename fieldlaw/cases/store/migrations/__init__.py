"""Schema migrations. Each stands alone: it imports nothing of the program."""
