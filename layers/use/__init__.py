"""How often each layer is used: counted in memory, and written now and then (commitment 2).

Of a request only the layer's name and the month are kept: no address, account, time or place.
"""
