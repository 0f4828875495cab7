-- The codes that each theme gathers, without those beneath them.
SELECT g.theme, c.name
FROM theme_code g
JOIN code c ON c.id = g.code
