"""Other people's services, read on a timetable: each becomes a layer as any other.

A source is a line of ``sources.csv``. What is harvested of it lies in pages until all of it is
there (``session``), becomes one reading (``merging``), and is put in place by one transaction
(``publishing``) as a dataset (``layers.datasets``). What a stranger's server sends is read in the
sandbox alone (``pages``, ``layers.sandbox.tasks.harvest``).
"""
