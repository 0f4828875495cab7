-- Every coding with a code, or with a code beneath it, and the passage it is on.
WITH RECURSIVE below (id) AS (
  SELECT id FROM code WHERE id = $1
  UNION
  SELECT c.id FROM code c JOIN below b ON c.parent = b.id WHERE $2 = 1
)
SELECT p.id, p.source, p."start", p."end", p.text, k.id, k.code, k.coder, k.at, p.begin_ms, p.end_ms,
       p.revision
FROM below b
JOIN coding k ON k.code = b.id
JOIN passage p ON p.id = k.passage
