-- How many codes, passages and codings each theme gathers, codes beneath gathered codes included.
WITH RECURSIVE gathered (theme, code) AS (
  SELECT theme, code FROM theme_code
  UNION
  SELECT g.theme, c.id FROM gathered g JOIN code c ON c.parent = g.code
),
used (code, number) AS (
  SELECT code, COUNT(*) FROM coding GROUP BY code
),
held (theme, passage) AS (
  SELECT g.theme, k.passage FROM gathered g JOIN coding k ON k.code = g.code
  UNION ALL
  SELECT theme, passage FROM theme_passage
),
codes (theme, number) AS (
  SELECT theme, COUNT(*) FROM theme_code GROUP BY theme
),
passages (theme, number) AS (
  SELECT theme, COUNT(DISTINCT passage) FROM held GROUP BY theme
),
codings (theme, number) AS (
  SELECT g.theme, CAST(SUM(u.number) AS BIGINT) FROM gathered g JOIN used u ON u.code = g.code
  GROUP BY g.theme
)
SELECT t.id, COALESCE(c.number, 0), COALESCE(p.number, 0), COALESCE(k.number, 0)
FROM theme t
LEFT JOIN codes c ON c.theme = t.id
LEFT JOIN passages p ON p.theme = t.id
LEFT JOIN codings k ON k.theme = t.id
