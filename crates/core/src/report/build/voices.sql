-- Who speaks where in the sources that hold passages: each stretch whose speaker has a name.
SELECT s.revision, s."start", s."end", w.participant
FROM segment s
JOIN speaker w ON w.id = s.speaker
WHERE EXISTS (SELECT 1 FROM passage p WHERE p.source = s.source)
ORDER BY s.revision, s."start"
