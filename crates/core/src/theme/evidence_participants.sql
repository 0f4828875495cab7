-- Whose words each passage of a theme holds: in a source with one participant theirs, otherwise
-- of those who speak in the passage, or of everybody in the source where that is not known.
WITH RECURSIVE gathered (code) AS (
  SELECT code FROM theme_code WHERE theme = $1
  UNION
  SELECT c.id FROM code c JOIN gathered g ON c.parent = g.code
),
held (passage) AS (
  SELECT k.passage FROM gathered g JOIN coding k ON k.code = g.code
  UNION
  SELECT passage FROM theme_passage WHERE theme = $1
),
alone (source) AS (
  SELECT source FROM source_participant GROUP BY source HAVING COUNT(*) = 1
),
spoken (passage, participant) AS (
  SELECT p.id, w.participant
  FROM held h
  JOIN passage p ON p.id = h.passage
  JOIN segment s ON s.source = p.source AND s.revision = p.revision
                AND s."start" < p."end" AND s."end" > p."start"
  JOIN speaker w ON w.id = s.speaker
  WHERE w.participant IS NOT NULL AND p.source NOT IN (SELECT source FROM alone)
)
SELECT v.passage, a.name, a.id
FROM spoken v
JOIN participant a ON a.id = v.participant
UNION
SELECT p.id, a.name, a.id
FROM held h
JOIN passage p ON p.id = h.passage
JOIN source_participant m ON m.source = p.source
JOIN participant a ON a.id = m.participant
WHERE NOT EXISTS (SELECT 1 FROM spoken v WHERE v.passage = p.id)
