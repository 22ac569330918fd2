"""From executed notebooks to what a reader opens: one page, one workbook, the pages that list them."""
