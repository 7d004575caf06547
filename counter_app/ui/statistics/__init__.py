"""统计: the figures of a period, with charts, on paper and as a workbook."""
