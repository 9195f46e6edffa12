"""What the document page shows: the papers of a case, the page in hand, who signs it, what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from fieldlaw.cases.casework.printing import DOSSIER, MAIN_VOLUME, RECORD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldlaw.cases.casework.signing import Kept, Signing
    from fieldlaw.cases.casework.signing_people import Signer
    from fieldlaw.cases.documents.dossier import Built
    from fieldlaw.cases.documents.page import Place
    from fieldlaw.cases.law.preflight import Preflight
    from fieldlaw.ui.messages import Problem

__all__ = [
    "DOSSIER",
    "INSPECT",
    "MAIN_VOLUME",
    "OPINION",
    "RECORD",
    "SIGN",
    "DocumentsView",
    "Gap",
    "Paper",
    "State",
]

OPINION, SIGN, INSPECT = "opinion", "sign", "inspect"


@dataclass(frozen=True)
class Paper:
    """A document: laid out, or not, with the reason; `state` is its word, icon and colour role."""

    kind: str
    title: str
    state: tuple[str, str, str]
    built: Built | None = None
    problem: Problem | None = None

    @property
    def pages(self) -> int:
        """How many pages it has; 0 when it could not be laid out."""
        return self.built.pages if self.built else 0


@dataclass(frozen=True)
class Gap:
    """A line of 还差什么.

    Attributes:
        act: where it leads: OPINION, SIGN or INSPECT; empty when there is nothing to do.
        done: nothing is missing here.
        blocks: its document is not finished without it.
        item: the checklist item that it is about.
        place: the page and the number of the signer.
        paper: the document that it is about.
    """

    words: str
    note: str
    act: str = ""
    done: bool = False
    blocks: bool = False
    item: str = ""
    place: tuple[int, int] = (1, 0)
    paper: str = RECORD


@dataclass(frozen=True)
class DocumentsView:
    """A case as the page needs it; `signing` is None while the record cannot be laid out.

    Attributes:
        others: how far the signing of the other documents that are signed is.
        on_site: this person inspects; only then are signatures and the opinion taken here.
        checks: the checks before review; None where no pack asks for any.
    """

    case: str
    number: str
    unit: str
    closed: bool
    opinion: str
    papers: tuple[Paper, ...]
    signing: Signing | None
    fallen: tuple[str, ...]
    gaps: tuple[Gap, ...]
    on_site: bool = True
    checks: Preflight | None = None
    others: Mapping[str, Signing] = field(default_factory=dict)


@dataclass(frozen=True)
class State:
    """What the page shows.

    Attributes:
        view: the case as it was read last; None while none is open.
        kind: the document in hand.
        page: the page of it, from 1.
        hand: the number of the signer in hand.
        image: the page as drawn last; null until the first one comes.
        drawn: the hash of the PDF and the page that `image` shows.
        refusing: the form of a refusal is shown.
        saved: the file that was written last.
        busy: something is being written.
        problem: why the last act was not done.
    """

    view: DocumentsView | None = None
    kind: str = RECORD
    page: int = 1
    hand: int = 0
    image: QImage = field(default_factory=QImage)
    drawn: tuple[str, int] = ("", 0)
    refusing: bool = False
    saved: str = ""
    busy: bool = False
    problem: Problem | None = None

    @property
    def paper(self) -> Paper | None:
        """The document in hand."""
        papers = self.view.papers if self.view else ()
        return next((one for one in papers if one.kind == self.kind), None)

    @property
    def pages(self) -> int:
        """How many pages the document in hand has."""
        return self.paper.pages if self.paper else 0

    @property
    def signing(self) -> Signing | None:
        """How far the signing of the document in hand is; None where it is not signed or not laid out."""
        if self.view is None or self.kind == RECORD:
            return self.view.signing if self.view else None
        return self.view.others.get(self.kind)

    @property
    def signer(self) -> Signer | None:
        """Who signs."""
        signers = self.signing.signers if self.signing else ()
        return signers[self.hand] if self.hand < len(signers) else None

    @property
    def kept(self) -> Kept | None:
        """What stands already on the page in hand for the signer in hand."""
        return self.signing.of(self.page, self.signer) if self.signing and self.signer else None

    @property
    def missing(self) -> tuple[Gap, ...]:
        """What the papers are not finished without."""
        gaps = self.view.gaps if self.view else ()
        return tuple(gap for gap in gaps if gap.blocks and not gap.done)

    @property
    def places(self) -> tuple[Place, ...]:
        """The fields of the page in hand."""
        built = self.paper.built if self.paper else None
        return tuple(one for one in built.places if one.page == self.page) if built else ()

    @property
    def editable(self) -> bool:
        """Whether something can be signed or written."""
        return self.view is not None and self.view.on_site and not self.view.closed
