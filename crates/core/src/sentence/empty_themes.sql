-- Which themes rest on nothing: no passage gathered by itself, no coding of a gathered code.
WITH RECURSIVE gathered (theme, code) AS (
  SELECT theme, code FROM theme_code
  UNION
  SELECT g.theme, c.id FROM gathered g JOIN code c ON c.parent = g.code
)
SELECT t.id, t.name
FROM theme t
WHERE NOT EXISTS (SELECT 1 FROM theme_passage p WHERE p.theme = t.id)
  AND NOT EXISTS (SELECT 1 FROM gathered g WHERE g.theme = t.id
                  AND EXISTS (SELECT 1 FROM coding k WHERE k.code = g.code))
