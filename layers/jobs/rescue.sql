-- name: lock
-- Of several workers one looks.
SELECT pg_try_advisory_xact_lock(hashtext('layers.jobs.rescue'))

-- name: stalled
-- Jobs whose worker gave no sign of life, as procrastinate's own question for them has it. To take
-- a job is a sign too: where the database was away, who takes one may not have been heard since.
-- And once it answers again all have as long as ever to be heard: who is then putting its own job
-- back would else be counted dead as well, and take out of the queue what was put there for it.
-- Their rows are locked: whoever else is about to put one back or take it out is waited for, and
-- its row isn't found any more. Before the jobs' own rows, as cancelling locks them too.
SELECT queued.id, queued.args ->> 'job'
FROM procrastinate_jobs AS queued
LEFT JOIN procrastinate_workers AS worker ON worker.id = queued.worker_id
WHERE queued.status = 'doing' AND queued.task_name = %(task)s
  AND pg_postmaster_start_time() < now() - %(silence)s * interval '1 second'
  AND (worker.id IS NULL OR worker.last_heartbeat < now() - %(silence)s * interval '1 second')
  AND NOT EXISTS (
    SELECT FROM procrastinate_events AS event
    WHERE event.job_id = queued.id AND event.type = 'started'
      AND event.at > now() - %(silence)s * interval '1 second'
  )
FOR UPDATE OF queued

-- name: orphans
-- Jobs that the queue doesn't know: their end was never written.
SELECT job.uuid FROM layers_job AS job
WHERE job.state IN ('queued', 'running')
  AND NOT EXISTS (
    SELECT FROM procrastinate_jobs AS queued
    WHERE queued.id = job.queue_number AND queued.status IN ('todo', 'doing')
  )
