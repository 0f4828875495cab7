-- The themes that gather a passage of a source, by itself or through its codes and the codes above
-- them.
WITH RECURSIVE above (code) AS (
  SELECT k.code FROM coding k JOIN passage p ON p.id = k.passage WHERE p.source = $1
  UNION
  SELECT c.parent FROM above a JOIN code c ON c.id = a.code WHERE c.parent IS NOT NULL
)
SELECT t.theme FROM theme_code t JOIN above a ON a.code = t.code
UNION
SELECT t.theme FROM theme_passage t JOIN passage p ON p.id = t.passage WHERE p.source = $1
