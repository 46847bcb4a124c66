"""What is kept of the place of a contribution on security, whoever writes the row.

No position is, and of the unit as much as may be named: of commitment 16 the district, of 17 the
province, of 18 the department. What is published is a summary, never the text itself.
"""

from __future__ import annotations

# Number of the commitment → digits of the ubigeo.
FINEST_DIGITS = {16: 6, 17: 4, 18: 2}

_CASES = " ".join(f"WHEN {number} THEN {digits}" for number, digits in FINEST_DIGITS.items())

# For the trigger that keeps what is public of a contribution's place.
DECLARED = [("finest", "integer")]
KEEP_COARSE = f"""
        SELECT CASE number {_CASES} END INTO finest
        FROM territory_commitment WHERE id = NEW.commitment_id;
        IF finest IS NOT NULL THEN
            NEW.geom := NULL;
            NEW.says_public_place := FALSE;
            NEW.is_public_place := FALSE;
            NEW.declared_ubigeo := LEFT(NEW.declared_ubigeo, finest);
            IF finest < 6 THEN
                NEW.feature_layer := '';
                NEW.feature_fid := '';
                NEW.feature_name := '';
            END IF;
            IF NEW.state = 'published' AND NEW.public_text = NEW.text THEN
                RAISE EXCEPTION 'of a contribution on security only a summary is published';
            END IF;
        END IF;
"""  # noqa: S608 - numbers of this module
