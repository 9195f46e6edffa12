"""The ground: what a case is and what the law says of it.

Knows no Qt, no serial port and no network.
"""
