"""The trail as people read it: what was found of it, the acts in it, and a workbook of them."""
