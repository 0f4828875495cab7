-- The timed segments of a revision of a source, in the order of its text.
SELECT "end", begin_ms
FROM segment
WHERE source = $1 AND revision = $2 AND begin_ms IS NOT NULL
ORDER BY "start", position
