"""Statistics of a period: figures, the paper, the workbook."""
