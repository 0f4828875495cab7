-- The passages of a source, in the order of its text.
SELECT id, "start", "end", text
FROM passage
WHERE source = $1
ORDER BY "start", "end", id
