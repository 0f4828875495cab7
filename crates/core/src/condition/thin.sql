-- Conditions marked partly or in place without any evidence, indicator seen or theme.
SELECT c.id, c.name, s.state
FROM condition c
JOIN condition_state s ON s.condition = c.id
  AND s.number = (SELECT MAX(l.number) FROM condition_state l WHERE l.condition = c.id)
WHERE s.state IN ('partly', 'in_place')
  AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.condition = c.id)
  AND NOT EXISTS (SELECT 1 FROM indicator i WHERE i.condition = c.id AND i.seen = 1)
  AND NOT EXISTS (SELECT 1 FROM condition_theme b WHERE b.condition = c.id)
ORDER BY c.position, c.id
