"""Which items of a checklist apply, what is still open, what departs from a duty.

Pure, over a checklist pack and plain mappings. Must not know cases, stores or windows;
advice is never reported as a violation.
"""
