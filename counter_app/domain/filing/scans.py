"""When scans may be attached to the papers of a case, and taken away again."""

from __future__ import annotations

from typing import Final

from counter_app.domain.basics.refusal import StateForbids
from counter_app.domain.filing.filing import Custody, Filing

MOST_BYTES: Final = 50 * 1024 * 1024
"""A scan is no larger: some 40 pages in colour at 300 dpi."""


def may_attach(filing: Filing) -> bool:
    """Whether scans may still come: while the case is open, and as long as its paper lies at the window.

    第八条第二款 has the window keep the paper for up to a month; what lies here can be scanned again.
    """
    return filing.open_for_changes or filing.custody is Custody.AT_WINDOW


def may_remove(filing: Filing) -> bool:
    """Whether a scan may be taken away: only before the case was decided upon with it."""
    return filing.open_for_changes


def refuse_attaching(filing: Filing) -> None:
    """Raise `StateForbids` where no scans may come any more."""
    if not may_attach(filing):
        raise StateForbids(
            f"该件{filing.state.label}，纸质材料已不在窗口，不能再附扫描件", "需要补充的，办理备案变更时附上"
        )


def refuse_removing(filing: Filing) -> None:
    """Raise `StateForbids` where the scans have to stay."""
    if not may_remove(filing):
        raise StateForbids(f"该件{filing.state.label}，扫描件随件保存，不能移除", "扫描不清晰的，另附清晰的扫描件")
