"""Whether each scan of a batch is answered by a tone: one card of the settings, which holds at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget

from counter_app import paths
from counter_app.domain.transfer.batch import ScanOutcome
from counter_app.ui.base.acts import when_pressed, when_ticked
from counter_app.ui.base.sounds import Sounds, SystemPlayer
from counter_app.ui.base.station import Station
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.rows import side_by_side
from counter_app.ui.widgets.section_card import SectionCard

_TRIALS = (
    (ScanOutcome.RIGHT, "试听：核对成功"),
    (ScanOutcome.ALREADY, "试听：重复扫码"),
    (ScanOutcome.WRONG, "试听：不属于本批次"),
)


class SoundCard(SectionCard):
    """A switch, and the three tones to listen to."""

    def __init__(self, station: Station, notifier: MessageBarNotifier, parent: QWidget | None = None) -> None:
        """Refusals to keep it are said by `notifier`."""
        super().__init__("声音", "立即生效，仅限本机", parent=parent)
        self._station = station
        self._notifier = notifier
        self.sounds = Sounds(paths.resources_dir() / "sounds", SystemPlayer(self))
        self.switch = QCheckBox("移交时每扫一件响一声")
        when_ticked(self.switch, self.use)
        note = QLabel("核对成功、重复扫码、不属于本批次各是一种声音。没有声音时，颜色和文字照样说明。")
        note.setWordWrap(True)
        mark(note, role="quiet")
        buttons = []
        for outcome, words in _TRIALS:
            button = QPushButton(words)
            when_pressed(button, self._playing(outcome))
            buttons.append(button)
        for part in (self.switch, side_by_side(*buttons), note):
            self.add_wide(part)
        self.setFocusProxy(self.switch)
        station.workstation_changed.connect(self._show)
        self._show()

    def use(self, wanted: bool) -> None:  # noqa: FBT001 - a slot
        """Sound from now on, or be silent."""
        refusal = self._station.save_workstation(replace(self._station.workstation, sounds=wanted))
        if refusal is not None:
            self._notifier.refuse(refusal)
            self._show()

    def _playing(self, outcome: ScanOutcome) -> Callable[[], None]:
        return lambda: self.sounds.play(outcome)

    def _show(self) -> None:
        self.switch.setChecked(self._station.workstation.sounds)
