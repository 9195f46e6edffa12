"""Hostile bytes: what is run by hand for minutes or hours. A sample of each stands in tests/devices."""
