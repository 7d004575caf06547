"""Files that bring a case in: the workbook an applicant fills in, and JSON."""
