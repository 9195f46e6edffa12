"""Documents: frozen records in, one PDF out; the same input gives the same bytes."""

from __future__ import annotations
