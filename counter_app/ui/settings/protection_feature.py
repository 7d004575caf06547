"""Until the recovery sheet is printed the window reminds of it at each start; nothing is held up by that."""

from __future__ import annotations

from typing import Final

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.settings.reminders import RECOVERY_SHEET
from counter_app.ui.window.feature import Feature, WindowContext

_TOLD: Final = Refusal("还没有打印恢复单，加密不起作用，电脑坏了备份也打不开", "打印一次，密封保管")


class ProtectionFeature(Feature):
    """Has no page of its own: its card stands in the settings."""

    def __init__(self, context: WindowContext) -> None:
        """Asks once the counter can be worked with; a sample office has nothing to lose."""
        super().__init__(context)
        if not context.demo:
            context.station.opened.connect(self._look)

    def _look(self) -> None:
        self.context.station.read(lambda backend: backend.office_key.is_beside(), done=self._remind, owner=self)

    def _remind(self, beside: bool) -> None:  # noqa: FBT001 - as it was read
        if beside:
            self.context.notifier.remind(_TOLD, ("去打印", self._show_card), about=RECOVERY_SHEET)

    def _show_card(self) -> None:
        from counter_app.ui.settings.page import SettingsPage

        self.context.show("settings")
        page = self.context.window.page("settings")
        assert isinstance(page, SettingsPage)  # noqa: S101 - that is what the settings are
        page.index.show_section_of(page.protection)
        page.protection.print_button.setFocus()
