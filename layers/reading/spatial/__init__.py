"""Any file of an office's GIS or spreadsheet, described and read: what it is decides, not its name.

Official files have readers of their own, which know their columns; here nothing of the file is
known beforehand.
"""
