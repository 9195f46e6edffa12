"""The dressed application, shared with the tests of single pages."""

from tests.ui.conftest import dressed, look

__all__ = ["dressed", "look"]
