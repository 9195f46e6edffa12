"""The profile on disk: encrypted database, blob parts, segment files, and the vault with the key slots.

The only room of `cases` that knows SQL and the key ring. Returns frozen records, never rows.
"""
