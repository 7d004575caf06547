"""What each start tells of the protection: a recovery sheet that was not printed, a PIN that a command has reset.

Nothing is held up by that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.settings.reminders import RECOVERY_SHEET
from counter_app.ui.window.feature import Feature, WindowContext

if TYPE_CHECKING:  # loaded when it is asked for
    from collections.abc import Sequence

    from counter_app.services.office.supervision import PinReset

_TOLD: Final = Refusal("还没有打印恢复单，加密不起作用，电脑坏了备份也打不开", "打印一次，密封保管")


class ProtectionFeature(Feature):
    """Has no page of its own: its card stands in the settings."""

    def __init__(self, context: WindowContext) -> None:
        """Asks once the counter can be worked with; a sample office has nothing to lose."""
        super().__init__(context)
        if not context.demo:
            context.station.opened.connect(self._look)

    def _look(self) -> None:
        from counter_app.services.office import supervision

        self.context.station.read(supervision.recent_resets, done=self._tell_resets, owner=self)
        self.context.station.read(lambda backend: backend.office_key.is_beside(), done=self._remind, owner=self)

    def _remind(self, beside: bool) -> None:  # noqa: FBT001 - as it was read
        if beside:
            self.context.notifier.remind(_TOLD, ("去打印", self._show_card), about=RECOVERY_SHEET)

    def _tell_resets(self, resets: Sequence[PinReset]) -> None:
        if resets:
            last = resets[-1]
            who = f"负责人{last.name}" if last.name else "一名负责人"
            when = f"{last.at.month}月{last.at.day}日 {last.at:%H:%M}"
            told = Refusal(f"{who}的 PIN {when}用命令重设过", "不是机关安排的，由负责人重设 PIN，核对这以后批准的事项")
            self.context.notifier.caution(told, about="reset PIN")

    def _show_card(self) -> None:
        from counter_app.ui.settings.page import SettingsPage

        self.context.show("settings")
        page = self.context.window.page("settings")
        assert isinstance(page, SettingsPage)  # noqa: S101 - that is what the settings are
        page.index.show_section_of(page.protection)
        page.protection.print_button.setFocus()
