"""Files that come and go: the blank workbook, filled workbooks, JSON intake files."""
