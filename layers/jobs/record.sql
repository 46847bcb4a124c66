-- name: start
-- A job that is running already lost its worker without anybody noticing.
UPDATE layers_job SET
  state = 'running',
  attempt = attempt + 1,
  losses = losses + (state = 'running')::int,
  started_at = coalesce(started_at, now()),
  step = '', rows_done = 0, rows_total = NULL, step_started_at = now(), progressed_at = now(),
  message = ''
WHERE uuid = %(job)s AND state IN ('queued', 'running')
RETURNING attempt, losses, kind, title, arguments

-- name: report
UPDATE layers_job SET
  step = %(step)s, rows_done = %(done)s, rows_total = %(total)s,
  step_started_at = now() - %(elapsed)s * interval '1 second', progressed_at = now()
WHERE uuid = %(job)s AND attempt = %(attempt)s AND state = 'running'
RETURNING cancel_asked_at IS NOT NULL

-- name: look
SELECT cancel_asked_at IS NOT NULL FROM layers_job
WHERE uuid = %(job)s AND attempt = %(attempt)s AND state = 'running'

-- name: finish
UPDATE layers_job SET
  state = %(state)s, message = %(message)s, result = %(result)s, result_file_id = %(file)s,
  finished_at = now(), progressed_at = now(),
  expires_at = now() + %(kept)s * interval '1 second'
WHERE uuid = %(job)s AND attempt = %(attempt)s AND state = 'running'
RETURNING uuid

-- name: put_back
UPDATE layers_job SET
  state = 'queued', message = %(message)s, losses = losses + %(lost)s,
  step = '', rows_done = 0, rows_total = NULL, step_started_at = NULL
WHERE uuid = %(job)s AND attempt = %(attempt)s AND state = 'running'
RETURNING uuid
