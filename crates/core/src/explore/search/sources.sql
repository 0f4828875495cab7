-- The sources that have a text, and which revision of it is the current one.
SELECT id, name, stream, date, revision
FROM source
WHERE revision IS NOT NULL
