"""Analyzers in software, on a real pseudo-terminal, to try drivers against.

Must not know codecs, analyzers or session: shared code would be wrong on both sides at once.
"""
