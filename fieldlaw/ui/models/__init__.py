"""Rows for lists and tables, and the Qt models that hold them."""
