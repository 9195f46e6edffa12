"""Rule packs: law, checklists and calendars as strict data, compiled, hashed and signed.

Knows no case, no store, no window; it must not know what the law means, only that a
pack is complete, cites its sources and is the one that was signed.
"""
