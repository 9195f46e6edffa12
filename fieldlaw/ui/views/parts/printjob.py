"""Sends a document to a printer, page after page: one page is drawn and held at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    Hand = Callable[[QImage | None], None]

DPI = 300


def ask_pdf(parent: QWidget, name: str) -> str:
    """Let the person choose where a PDF goes; empty when nowhere."""
    title, kinds = (QCoreApplication.translate("documents", text) for text in ("存 PDF", "PDF (*.pdf)"))
    path, _kind = QFileDialog.getSaveFileName(parent, title, f"{name}.pdf", kinds)
    return path if not path or path.lower().endswith(".pdf") else f"{path}.pdf"


def new_printer(title: str) -> QPrinter:
    """The default printer, set to A4 without margins, 300 dots per inch."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(DPI)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setDocName(title)
    return printer


class PrintJob(QObject):
    """One print.

    Attributes:
        went: all pages went to the printer.
        failed: the printer took nothing, or a page could not be drawn.
    """

    went = Signal()
    failed = Signal()

    def __init__(
        self, printer: QPrinter, pages: range, fetch: Callable[[int, Hand], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._painter = QPainter()  # before the printer, so that it goes first when a job is dropped
        self._printer, self._left, self._fetch = printer, list(pages), fetch
        self._fresh = True

    def start(self) -> None:
        """Print the first page; the others follow."""
        if self._painter.begin(self._printer):
            self._next()
        else:
            self.failed.emit()

    def _next(self) -> None:
        if self._left:
            self._fetch(self._left.pop(0), self._put)
        elif self._painter.end():
            self.went.emit()
        else:
            self.failed.emit()

    def _put(self, image: QImage | None) -> None:
        if image is None or not (self._fresh or self._printer.newPage()):
            self._painter.end()
            self._printer.abort()
            self.failed.emit()
            return
        self._fresh = False
        page = QRectF(self._printer.pageLayout().fullRectPixels(self._printer.resolution()))
        size = QSizeF(image.size()).scaled(page.size(), Qt.AspectRatioMode.KeepAspectRatio)
        self._painter.drawImage(QRectF(page.topLeft(), size), image)
        self._next()


class Printing(QObject):
    """Lets a person choose a printer for a document and sends it there, one document at a time.

    Attributes:
        began: pages are being sent.
        ended: the document, and whether all of it went.
    """

    began = Signal()
    ended = Signal(object, bool)

    def __init__(self, parent: QWidget, fetch: Callable[[Any, int, Hand], None]) -> None:
        super().__init__(parent)
        self._window, self._fetch = parent, fetch
        self._job: PrintJob | None = None

    @property
    def running(self) -> bool:
        """Whether a document is being sent."""
        return self._job is not None

    def ask(self, document: object, title: str, pages: int) -> None:
        """Let the person choose a printer and pages, then print."""
        if self.running or not pages:
            return
        printer = new_printer(title)
        dialog = QPrintDialog(printer, self._window)
        dialog.setWindowTitle(QCoreApplication.translate("documents", "打印{0}").format(title))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, pages)
        if dialog.exec():
            self.send(printer, document, pages)
        dialog.deleteLater()

    def send(self, printer: QPrinter, document: object, pages: int) -> None:
        """Print a document on a printer."""
        some = printer.printRange() == QPrinter.PrintRange.PageRange
        first, last = (printer.fromPage(), printer.toPage()) if some else (1, pages)
        fetch = self._fetch
        job = PrintJob(printer, range(first, last + 1), lambda page, hand: fetch(document, page, hand), self)
        job.went.connect(lambda: self._end(document, went=True))
        job.failed.connect(lambda: self._end(document, went=False))
        self._job = job
        self.began.emit()
        job.start()

    def _end(self, document: object, *, went: bool) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
        self.ended.emit(document, went)
