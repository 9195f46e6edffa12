"""The use cases, one function each: check what must hold, append events, say what changed.

Knows the ledger, the store, the packs, the law and the documents; knows no screen and no wire.
"""
