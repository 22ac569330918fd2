"""What researchers coded in their own tools, read into one form: texts, speakers, codes, codings, cases, memos."""
