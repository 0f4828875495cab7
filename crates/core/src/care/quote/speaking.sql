-- Which participants speak in a stretch of a revision.
SELECT DISTINCT w.participant
FROM segment s
JOIN speaker w ON w.id = s.speaker
WHERE s.revision = $1 AND s."start" < $3 AND s."end" > $2 AND w.participant IS NOT NULL
