-- Every passage that each theme gathers, by itself or through its codes and the codes beneath them.
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
SELECT h.theme, p.id, p.source, p.revision, p."start", p."end", COALESCE(q.quoted, 0)
FROM held h
JOIN passage p ON p.id = h.passage
LEFT JOIN theme_passage q ON q.theme = h.theme AND q.passage = h.passage
