"""What the judging of one row of a list comes to, before the rows are gathered."""

from __future__ import annotations

from counter_app.domain.basics.records import frozen
from counter_app.domain.forms.forms import Form


@frozen
class RowRemark:
    """An advisory of one row before rows are gathered under one code."""

    code: str
    key: str
    message: str
    basis: str


@frozen
class RowFinding:
    """What one row lacks; the row's number is put in when the rows are gathered."""

    problem: str
    key: str
    label: str
    message: str
    requirement: str
    basis: str
    mend: str
    confirmed: str = ""
    """Words for it once the window has confirmed the value."""


@frozen
class RowFindings:
    """What one row comes to under one form and one set of facts; kept with the row so that it is judged once.

    Rows that come to the same share it: thousands are all right, or wrong in the same column.
    """

    form: Form
    facts: object
    deficiencies: tuple[RowFinding, ...]
    remarks: tuple[RowRemark, ...]
