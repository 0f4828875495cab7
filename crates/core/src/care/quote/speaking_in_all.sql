-- Which participants speak in each passage of the sources that have several.
SELECT DISTINCT p.id, w.participant
FROM passage p
JOIN segment s ON s.source = p.source AND s.revision = p.revision
              AND s."start" < p."end" AND s."end" > p."start"
JOIN speaker w ON w.id = s.speaker
WHERE w.participant IS NOT NULL
  AND p.source IN (SELECT source FROM source_participant GROUP BY source HAVING COUNT(*) > 1)
