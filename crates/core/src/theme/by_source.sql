-- How many passages each theme gathers in each source, by itself or through its codes and the
-- codes beneath them; each passage counts once.
WITH RECURSIVE gathered (theme, code) AS (
  SELECT theme, code FROM theme_code
  UNION
  SELECT g.theme, c.id FROM gathered g JOIN code c ON c.parent = g.code
),
held (theme, passage) AS (
  SELECT g.theme, k.passage FROM gathered g JOIN coding k ON k.code = g.code
  UNION
  SELECT theme, passage FROM theme_passage
)
SELECT h.theme, p.source, COUNT(*)
FROM held h
JOIN passage p ON p.id = h.passage
GROUP BY h.theme, p.source
