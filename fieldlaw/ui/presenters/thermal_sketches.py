"""The drafts of each picture, and the way back and on again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from fieldlaw.ui.presenters.thermal_regions import Area

Drafts = tuple["Area", ...]
_STEPS = 100


class Sketches:
    """Drafts by picture; each step can be taken back."""

    def __init__(self) -> None:
        self._now: dict[str, Drafts] = {}
        self._before: dict[str, list[Drafts]] = {}
        self._after: dict[str, list[Drafts]] = {}

    def of(self, picture: str) -> Drafts:
        """The drafts of a picture."""
        return self._now.get(picture, ())

    def change(self, picture: str, drafts: Drafts, *, step: bool = True) -> None:
        """Take other drafts; without a step they belong to the one that is being made."""
        if step:
            self._before.setdefault(picture, []).append(self.of(picture))
            del self._before[picture][:-_STEPS]
            self._after.pop(picture, None)
        self._now[picture] = drafts

    def back(self, picture: str) -> bool:
        """Take the last step back; False when there is none."""
        return self._go(picture, self._before, self._after)

    def on(self, picture: str) -> bool:
        """Make a step again that was taken back."""
        return self._go(picture, self._after, self._before)

    def _go(self, picture: str, source: dict[str, list[Drafts]], rest: dict[str, list[Drafts]]) -> bool:
        if not source.get(picture):
            return False
        rest.setdefault(picture, []).append(self.of(picture))
        self._now[picture] = source[picture].pop()
        return True

    def kept(self, picture: str, labels: Collection[str]) -> None:
        """What is kept is no draft any more, and no step brings it back as one."""
        if not any(one.label in labels for one in self.of(picture)):
            return
        self._now[picture] = tuple(one for one in self.of(picture) if one.label not in labels)
        self._before.pop(picture, None)
        self._after.pop(picture, None)

    @property
    def pictures(self) -> tuple[str, ...]:
        """Which pictures have been drawn on."""
        return tuple(self._now)
