-- Every state that a condition was marked with, oldest first, and by whom.
SELECT s.condition, s.state, s.reason, s.at, p.name
FROM condition_state s
JOIN person p ON p.id = s.person
ORDER BY s.condition, s.number
