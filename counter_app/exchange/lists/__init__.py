"""Lists of cases as workbooks."""
