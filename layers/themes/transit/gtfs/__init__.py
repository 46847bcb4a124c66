"""GTFS Schedule (https://gtfs.org/documentation/schedule/reference/): a feed read and checked.

``archive`` opens the zip, ``table`` reads one of its files, ``values`` its cells, ``dataset`` all
files with what refers from one to another, ``service`` and ``paths`` say what they amount to.
"""
