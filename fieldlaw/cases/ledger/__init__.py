"""The case ledger: signed, sealed, hash-chained events, and the fold that makes a case file of them.

Pure: knows no clock, no disk, no network. Randomness and time come in as arguments.
"""
