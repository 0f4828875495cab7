-- Each condition in the advised order, with how many indicators, pieces of evidence and actions it has.
SELECT c.id, c.position, c.name, c.statement, c.why, c.owner, c.review_due, c.template,
       c.created_at, c.created_by,
       COALESCE(i.total, 0), COALESCE(i.seen, 0), COALESCE(e.total, 0),
       COALESCE(a.total, 0), COALESCE(a.done, 0)
FROM condition c
LEFT JOIN (
  SELECT condition, COUNT(*) AS total, CAST(SUM(seen) AS BIGINT) AS seen
  FROM indicator GROUP BY condition
) i ON i.condition = c.id
LEFT JOIN (
  SELECT condition, COUNT(*) AS total FROM evidence GROUP BY condition
) e ON e.condition = c.id
LEFT JOIN (
  SELECT condition, COUNT(*) AS total, COUNT(done_on) AS done FROM action GROUP BY condition
) a ON a.condition = c.id
ORDER BY c.position, c.id
