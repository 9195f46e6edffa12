"""Everything that stands on the inspector's side of a cable or a radio link.

Knows the records and the errors, and must not know cases, storage, sync or any window.
"""
