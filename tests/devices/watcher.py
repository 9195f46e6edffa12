"""Waits for the events of a session, without sleeping."""

from __future__ import annotations

import queue

from fieldlaw.devices.session import Measured, StateChanged


class Watcher:
    """Keeps the session's events and waits, as many seconds as it is given, for the next that fits."""

    def __init__(self, wait=5.0):
        self.events = queue.Queue()
        self.seen = []
        self.wait = wait

    def until(self, kind, fits=lambda _event: True):
        while True:
            event = self.events.get(timeout=self.wait)
            self.seen.append(event)
            if isinstance(event, kind) and fits(event):
                return event

    def until_state(self, state):
        return self.until(StateChanged, lambda event: event.state is state)

    def values(self):
        return [event.measurement.value for event in self.seen if isinstance(event, Measured)]

    def numbers(self):
        return [value for value in self.values() if value is not None]
