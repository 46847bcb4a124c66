-- A snapshot's packed rows, sent in pieces: of a national file they are tens of megabytes, and a
-- statement that holds them takes several times as much in the process that sends it.

-- name: pieces
CREATE TEMP TABLE snapshot_piece (number integer, content bytea) ON COMMIT DROP

-- name: fill
COPY snapshot_piece (number, content) FROM STDIN (FORMAT binary)

-- name: join
UPDATE layers_snapshot
SET content = (SELECT string_agg(piece.content, '' ORDER BY number) FROM snapshot_piece AS piece)
WHERE id = %s

-- name: drop
DROP TABLE snapshot_piece
