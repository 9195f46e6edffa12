"""Bytes to events and commands to bytes, one module per protocol (sans-IO).

Must not know a clock, a port, a thread or the meaning of an event for a case.
"""
