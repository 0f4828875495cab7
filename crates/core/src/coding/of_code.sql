-- Every passage that a code, or a code beneath it, is on: with its source, codes and coders.
WITH RECURSIVE below (id) AS (
  SELECT id FROM code WHERE id = $1
  UNION
  SELECT c.id FROM code c JOIN below b ON c.parent = b.id WHERE $2 = 1
)
SELECT p.id, p.source, s.name, s.stream, s.date, p."start", p."end", p.text,
       k.id, k.code, c.name, w.name, k.at
FROM below b
JOIN coding k ON k.code = b.id
JOIN passage p ON p.id = k.passage
JOIN source s ON s.id = p.source
JOIN code c ON c.id = k.code
JOIN person w ON w.id = k.coder
ORDER BY s.date, s.name, s.id, p."start", p."end", p.id, k.at, k.id
