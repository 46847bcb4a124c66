"""Other platforms' catalogues and services, side by side: a federated catalogue (commitment 2).

Each is asked what it offers (``asking``); what it answers, and whether it does, is kept
(``checking``). Nothing of the data itself is fetched: that is what harvests do.
"""
