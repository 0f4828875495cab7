-- Marked passages whose words, in small letters, fit a pattern, by source and place in the text.
SELECT p.id, p.source, s.name, p.text
FROM passage p
JOIN source s ON s.id = p.source
WHERE LOWER(p.text) LIKE $1 ESCAPE '!'
ORDER BY CASE WHEN s.date IS NULL THEN 1 ELSE 0 END, s.date, s.name, p.source, p."start", p.id
LIMIT $2
