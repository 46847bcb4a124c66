-- A GML geometry (2, 3.1 or 3.2) as EWKB: in two dimensions, arcs as lines.
-- Parameters: the GML text, the SRID where the text names none.
SELECT ST_AsEWKB(ST_CurveToLine(ST_Force2D(ST_GeomFromGML(%s, %s))))
