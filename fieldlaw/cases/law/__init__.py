"""What the law says of a set of facts: statutes, ranges, deadlines, each with its reason.

Pure: takes facts, dates and packs, gives frozen answers. Must not know the store, the
clock of the machine, any window or any number of an article; those are in the packs.
"""
