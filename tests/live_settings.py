"""The site's own settings for the tests' server: only its passwords are quicker to hash.

And it keeps no tiles, since tests commit rows without a data version.

With the site's own hasher it would hash each account's password anew at its first sign-in, and take
as long for each of the later ones.
"""

from __future__ import annotations

from config.settings import *  # noqa: F403 - whatever the site has

PASSWORD_HASHERS = ["tests.passwords.QuickHasher"]
TILE_CACHE_MB = 0
# Counted where a test asks for it: other rows would be nobody's.
LAYER_USE_FLUSH_S = 0
