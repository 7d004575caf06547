"""Whether paper would come out of the printer of this window."""

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.records import frozen


class PrinterCondition(Labelled):
    """Whether a printer would take paper now."""

    READY = "ready", "就绪"
    NONE = "none", "这台电脑没有可用的打印机"
    GONE = "gone", "设置中选的打印机不在本机上"
    PAUSED = "paused", "已暂停"
    REFUSING = "refusing", "不接收打印"


@frozen
class PrinterState:
    """The printer on which this window prints, and whether it would take paper; without a name there is none."""

    condition: PrinterCondition
    name: str = ""

    @property
    def is_ready(self) -> bool:
        """Whether paper would come out, as far as this machine knows."""
        return self.condition is PrinterCondition.READY

    @property
    def words(self) -> str:
        """What is wrong with it, or which one it is."""
        match self.condition:
            case PrinterCondition.READY:
                return f"打印机 {self.name}"
            case PrinterCondition.NONE:
                return self.condition.label
            case PrinterCondition.GONE:
                return f"设置中选的打印机“{self.name}”不在本机上"
            case _:
                return f"打印机“{self.name}”{self.condition.label}"
