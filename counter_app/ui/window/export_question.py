"""Before a list goes out: with whole personal data or not, and for the register from which day to which."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from counter_app.domain.basics.reading import read_date
from counter_app.domain.forms.forms import FieldType
from counter_app.ui.base.tasks import CancelToken
from counter_app.ui.style import grid, layouts
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.messages import BusyState
from counter_app.ui.widgets.problem_line import ProblemLine
from counter_app.ui.widgets.text_editors import show_as_read


class ExportQuestion(Dialog):
    """`answered` gets whether personal data stay whole, and the first and last day of receipt (None: no bound)."""

    def __init__(
        self,
        name: str,
        answered: Callable[[bool, date | None, date | None], None],
        parent: QWidget | None = None,
        *,
        with_days: bool = False,
    ) -> None:
        """`name` of the list; `with_days` asks for the days too."""
        super().__init__(
            f"导出{name}为 Excel",
            "姓名、证件号码和电话默认隐去。谁导出、导出多少行、是否完整，都记入历史。",
            parent,
        )
        self._answered = answered
        self.days: list[QLineEdit] = []
        self.problem = ProblemLine()
        if with_days:
            layouts.nest(self.body, self._days())
            self.body.addWidget(self.problem)
        self.whole = QCheckBox("包含完整的姓名、证件号码和电话")
        self.body.addWidget(self.whole)
        self.add_button("返回", self.reject, keys="Esc")
        self.add_button("选择位置并导出", self._answer, kind="primary", default=True, keys="Return")

    def _days(self) -> QHBoxLayout:
        row = QHBoxLayout()
        grid.space(row, spacing=8)
        for words in ("收件日期 自", "至"):
            line = QLineEdit()
            line.setPlaceholderText("不限")
            line.setAccessibleName(words)
            grid.fix(line, width=150)
            show_as_read(line, FieldType.DATE)
            line.returnPressed.connect(self._answer)
            row.addWidget(QLabel(words))
            row.addWidget(line)
            self.days.append(line)
        row.addStretch(1)
        return row

    def _answer(self) -> None:
        found: list[date | None] = [None, None]
        for place, line in enumerate(self.days):
            if written := line.text().strip():
                found[place] = read_date(written)
                if found[place] is None:
                    self._refuse(line, "收件日期必须是真实日期，如 2026-03-02")
                    return
        first, last = found
        if first is not None and last is not None and last < first:
            self._refuse(self.days[1], "结束日期必须不早于开始日期")
            return
        self.accept()
        self._answered(self.whole.isChecked(), first, last)

    def _refuse(self, line: QLineEdit, words: str) -> None:
        self.problem.say(words)
        line.setFocus()


class ExportProgress(Dialog):
    """How far a list is written; Escape stops it and leaves no file."""

    def __init__(self, name: str, token: CancelToken, parent: QWidget | None = None, *, measure: str = "件") -> None:
        """`token` stops the writing; `measure` is the word that counts its lines."""
        super().__init__(f"正在导出{name}", "", parent)
        self._token = token
        self._measure = measure
        self.busy = BusyState()
        self.busy.begin("正在写出…", token)
        self.busy.cancelled.connect(self.reject)
        self.body.addWidget(self.busy)
        self.rejected.connect(token.cancel)

    def advance(self, done: int, whole: int, _words: str = "") -> None:
        """Say how many lines are out."""
        self.busy.advance(done, whole, f"已写出{done}{self._measure}，共{whole}{self._measure}")
