-- The sources that have a text that may be read, and which revision of it is the current one.
SELECT s.id, s.name, s.stream, s.date, s.revision
FROM source s
JOIN revision r ON r.id = s.revision
