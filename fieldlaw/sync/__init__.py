"""Carries sealed events and blobs between a profile and the centre; judges none of them."""
