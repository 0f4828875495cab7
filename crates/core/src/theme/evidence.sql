-- Every passage that a theme gathers, by itself or through its codes and the codes beneath them.
WITH RECURSIVE gathered (code) AS (
  SELECT code FROM theme_code WHERE theme = $1
  UNION
  SELECT c.id FROM code c JOIN gathered g ON c.parent = g.code
),
held (passage) AS (
  SELECT k.passage FROM gathered g JOIN coding k ON k.code = g.code
  UNION
  SELECT passage FROM theme_passage WHERE theme = $1
)
SELECT p.id, p.source, s.name, s.stream, s.date, p."start", p."end", p.text,
       COALESCE(q.quoted, 0), p.begin_ms, p.end_ms
FROM held h
JOIN passage p ON p.id = h.passage
JOIN source s ON s.id = p.source
LEFT JOIN theme_passage q ON q.passage = p.id AND q.theme = $1
