"""The ways to an open profile. The store is imported where they run: the window need not wait for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldlaw.ui.presenters.unlock import Keys, Ring

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.ledger.event import Moment
    from fieldlaw.cases.store.profile import Profile
    from fieldlaw.settings import Settings

ROLE = "执法人员"


@dataclass(frozen=True)
class Present:
    """Where the program takes time and randomness from; a test gives its own."""

    clock: Callable[[], Moment]
    fresh: Callable[[int], bytes]


def _desk(held: Profile, present: Present) -> Desk:
    from fieldlaw.cases.casework.clockwatch import TrustedClock  # noqa: PLC0415
    from fieldlaw.cases.casework.desk import Desk  # noqa: PLC0415

    return Desk(held, TrustedClock(present.clock), present.fresh)


def keys(settings: Settings, present: Present) -> Keys:
    """Passphrase, new profile, key ring."""
    folder = settings.profile

    def unlock(passphrase: str) -> Desk:
        from fieldlaw.cases.store import profile  # noqa: PLC0415

        return _desk(profile.unlock(folder, passphrase), present)

    def create(name: str, passphrase: str) -> Desk:
        from fieldlaw.cases.store import profile  # noqa: PLC0415

        person = profile.Person(name, ROLE)
        return _desk(profile.create(folder, person, passphrase, present.fresh), present)

    return Keys(unlock, create, _ring(settings, present))


def _ring(settings: Settings, present: Present) -> Ring:
    folder = settings.profile

    def state() -> tuple[bool, bool]:
        from fieldlaw.cases.store import ring  # noqa: PLC0415

        return ring.system_is_real(), ring.is_set_up(folder)

    def unlock() -> Desk:
        from fieldlaw.cases.store import profile, ring  # noqa: PLC0415

        return _desk(profile.open_with_key(folder, ring.unlock(folder)), present)

    def remember(passphrase: str) -> None:
        from fieldlaw.cases.store import ring, vault  # noqa: PLC0415

        ring.set_up(folder, vault.unlock_with_passphrase(folder, passphrase), present.fresh)

    return Ring(state, unlock, remember)
