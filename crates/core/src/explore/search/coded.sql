-- Where a code is, or with $2 a code beneath it: spans in a revision, without those that lost all words.
WITH RECURSIVE below (id) AS (
  SELECT id FROM code WHERE id = $1
  UNION
  SELECT c.id FROM code c JOIN below b ON c.parent = b.id WHERE $2 = 1
)
SELECT DISTINCT p.revision, p."start", p."end"
FROM below b
JOIN coding k ON k.code = b.id
JOIN passage p ON p.id = k.passage
WHERE p."end" > p."start"
