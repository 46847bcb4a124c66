"""A remote WMS among our layers: its server draws, ours passes the picture on (``cascaded="1"``).

``taking`` reads what the service says of the layer, on the timetable of harvests; ``fetching`` asks
for each picture. No row and no picture of it is stored.
"""
