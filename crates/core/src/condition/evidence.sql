-- The evidence for one condition in the order it was added: who added it, its passage and source.
SELECT e.id, e.condition, e.indicator, e.passage, e.text, e.date, e.at, e.person,
       w.name, p.text, s.id, s.name
FROM evidence e
JOIN person w ON w.id = e.person
LEFT JOIN passage p ON p.id = e.passage
LEFT JOIN source s ON s.id = p.source
WHERE e.condition = $1
ORDER BY e.at, e.id
