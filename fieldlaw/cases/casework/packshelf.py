"""The rule packs of an open profile: of the house, and loaded from files; what the law gets of them.

A loaded pack reaches the law only while its signatures hold against the list of signers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fieldlaw.cases.casework.packtrust import doubt, doubt_of_bytes, list_signers, trusted_by
from fieldlaw.cases.packs.files import ROLES, SUFFIX, judge, read_bytes, slurp
from fieldlaw.cases.store.packs import keep_pack, put_away, read_packs
from fieldlaw.cases.store.signers import DamagedSignersError
from fieldlaw.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from fieldlaw.cases.casework.desk import Desk
    from fieldlaw.cases.packs.files import PackFile
    from fieldlaw.cases.packs.records import Pack
    from fieldlaw.cases.records.signer import Signer
    from fieldlaw.cases.store.packs import LeftAside

HOUSE, OUTSIDE, LOADED = "house", "outside", "loaded"
LOADABLE = ("law", "benchmark", "leniency", "measures", "thresholds", "factors")
CONFIRMED = "confirmed"
_ONE = ("law", "measures", "thresholds", "factors")  # of these only one edition counts
_ALONE = ("violations", "standards", "tables")
_SAFE = "原有规则包未变，本机没有留下这个文件。"


class NotLoadedError(KnownError):
    """A pack file was turned down; nothing of it was kept."""

    def __init__(self, what: str, way_out: str) -> None:
        super().__init__(what, way_out, _SAFE)


@dataclass(frozen=True, slots=True)
class LawPacks:
    """What an assessment in a real case may draw on.

    Attributes:
        packs: the packs of the house, then the loaded ones that are verified.
        verified: hashes of the latter; what `assess` calls `signed`.
    """

    packs: tuple[Pack, ...]
    verified: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Holding:
    """A pack on this machine.

    Attributes:
        origin: HOUSE, OUTSIDE (of another place, for training) or LOADED.
        signed: role and name of those who signed it.
        doubt: why a loaded pack is not verified; empty when it is.
    """

    pack: Pack
    origin: str
    signed: tuple[tuple[str, str], ...] = ()
    doubt: str = ""

    @property
    def verified(self) -> bool:
        """Whether author and reviewer are trusted."""
        return self.origin == LOADED and not self.doubt


@dataclass(frozen=True, slots=True)
class ShelfView:
    """The shelf as it was read last.

    Attributes:
        aside: damaged files, named.
        fault: why the list of signers cannot be believed.
    """

    holdings: tuple[Holding, ...] = ()
    aside: tuple[LeftAside, ...] = ()
    signers: tuple[Signer, ...] = ()
    fault: DamagedSignersError | None = None

    def of(self, sha256: str) -> Holding | None:
        """A holding by the hash of its pack."""
        return next((one for one in self.holdings if one.pack.header.sha256 == sha256), None)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file: the pack, and whether it was not here before."""

    pack: Pack
    new: bool


class Shelf:
    """The packs of one open profile. `renew` and `load` run on the store lane; `law` may be asked anywhere.

    Attributes:
        law: what an assessment may draw on now; the packs of the house alone until `renew`.
        view: all packs as they were read last.
    """

    def __init__(self, desk: Desk, house: tuple[Pack, ...], outside: Callable[[], tuple[Pack, ...]]) -> None:
        self._desk, self._house, self._outside = desk, house, outside
        self.law, self.view = LawPacks(house), ShelfView()
        self._training: tuple[Pack, ...] = ()

    @property
    def today(self) -> date:
        """The day on the desk's clock."""
        return date.fromisoformat(self._desk.clock().wall[:10])

    def fetch(self) -> None:
        """Read the packs for training: takes a moment, may be done on any lane; `renew` lists them."""
        self._training = self._outside()

    def renew(self) -> ShelfView:
        """Read folder and signers again, and change what the law gets accordingly."""
        signers, fault = self._signers()
        held = read_packs(self._desk.profile.folder)
        loaded = _loaded(held.files, signers)
        self.law = law_packs(self._house, loaded, self.today)
        house = tuple(Holding(pack, HOUSE) for pack in self._house)
        outside = tuple(Holding(pack, OUTSIDE) for pack in self._training)
        self.view = ShelfView((*loaded, *house, *outside), held.aside, signers, fault)
        return self.view

    def _signers(self) -> tuple[tuple[Signer, ...], DamagedSignersError | None]:
        try:
            return list_signers(self._desk), None
        except DamagedSignersError as error:
            return (), error

    def load(self, path: Path) -> Loaded:
        """Take a signed pack in from a file.

        Raises:
            NotLoadedError: no compiled pack, a signer is missing or not in the list, the id is taken, or
                the kind is none that the law reads.
            PackError: damaged, or it breaks the schema; names file and line.
            DamagedSignersError: the list of signers cannot be believed.
            PackNotKeptError: the disk did not take it.
        """
        if path.suffix.lower() != SUFFIX:
            raise _source_form(path.name)
        data = slurp(path)
        if why := doubt_of_bytes(data, path.name, trusted_by(list_signers(self._desk))):
            raise _untrusted(path.name, why)
        file = read_bytes(data, path.name)
        self._look_at(file.pack)
        before = self.renew().of(file.pack.header.sha256)
        if before is not None and before.verified:
            return Loaded(file.pack, new=False)
        keep_pack(self._desk.profile.folder, file, data)
        self.renew()
        return Loaded(file.pack, new=True)

    def _look_at(self, pack: Pack) -> None:
        header = pack.header
        if header.kind not in LOADABLE:
            raise NotLoadedError(
                f"{header.id} 没有载入：它不是法律、裁量基准、免罚清单或检测用的规则包。",
                "检查清单和日历随程序更新。",
            )
        others = [one for one in self.law.packs if one.header.id != header.id]
        twice = _told_once([pack]) & _told_once(others)
        if twice:
            names = "、".join(name for _table, name in sorted(twice)[:3])
            raise NotLoadedError(
                f"{header.id} 没有载入：{names} 在另一个规则包里已经有了。",
                "要代替那个规则包的，用它的编号；要另加的，换这些行的编号。",
            )

    def unload(self, sha256: str) -> None:
        """Take a loaded pack out of use; its file stays in the folder, and cases keep what they pinned.

        Raises:
            PackNotKeptError: the disk did not take it.
        """
        put_away(self._desk.profile.folder, sha256)
        self.renew()


def _told_once(packs: Iterable[Pack]) -> set[tuple[str, str]]:
    """What only one pack may tell: violations, standards with leak limits, tables of factors."""
    held = [pack for pack in packs if pack.header.kind in _ONE]
    return {(table, row["id"]) for pack in held for table in _ALONE for row in pack.rows(table)}


def _source_form(name: str) -> NotLoadedError:
    return NotLoadedError(
        f"{name} 没有载入：它不是编译并签名过的规则包。",
        "先编译（fieldlaw pack build），由编写人和复核人各签一次（fieldlaw pack sign），再载入 .pack 文件。",
    )


def _untrusted(name: str, why: str) -> NotLoadedError:
    return NotLoadedError(
        f"{name} 没有载入：{why}。", "编写人和复核人都要签名，并且都在信任名册里；核对后加入名册，再载入。"
    )


def _loaded(files: Iterable[PackFile], signers: tuple[Signer, ...]) -> tuple[Holding, ...]:
    """One holding for each pack; of several files of one pack the one whose signatures hold."""
    found: dict[str, Holding] = {}
    trusted = trusted_by(signers)
    for file in files:
        signed = tuple((one.role, one.name) for one in file.signatures)
        made = Holding(file.pack, LOADED, signed, doubt(judge(file, trusted)))
        before = found.get(file.pack.header.sha256)
        if before is None or not before.verified:
            found[file.pack.header.sha256] = made
    return tuple(sorted(found.values(), key=lambda one: (one.pack.header.id, one.pack.header.in_force[0])))


def law_packs(house: tuple[Pack, ...], loaded: Iterable[Holding], today: date) -> LawPacks:
    """What the law gets: of the loaded packs the verified and confirmed ones.

    Of a pack of law, measures, leak limits or factors the last edition that is in force by today, in place
    of the house pack of that id; of benchmarks and lists all editions, since an assessment picks the one in
    force on its days.
    """
    fit = [one.pack for one in loaded if one.verified and one.pack.header.status == CONFIRMED]
    newest = {p.header.id: p for p in fit if p.header.kind in _ONE and p.header.in_force[0] <= today}
    taken = tuple(p for p in fit if p.header.kind not in _ONE or newest.get(p.header.id) is p)
    kept = (pack for pack in house if pack.header.id not in newest)
    return LawPacks((*kept, *taken), frozenset(pack.header.sha256 for pack in taken))


def signed_roles(holding: Holding) -> tuple[tuple[str, str], ...]:
    """Who signed, as word of the role and name."""
    return tuple((ROLES[role], name) for role, name in holding.signed)
