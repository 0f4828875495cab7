-- The themes that bear on each condition, each with the area of the placement in force.
SELECT b.condition, t.id, t.name, b.bearing, b.note, p.area
FROM condition_theme b
JOIN theme t ON t.id = b.theme
LEFT JOIN placement p ON p.theme = t.id
  AND p.number = (SELECT MAX(l.number) FROM placement l WHERE l.theme = t.id)
ORDER BY b.condition, t.position, t.id
