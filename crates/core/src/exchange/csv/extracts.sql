-- Every passage of a source, once for each code on it, in the order of the text.
SELECT DISTINCT p.id, p."start", p."end", p.text, k.code
FROM passage p
LEFT JOIN coding k ON k.passage = p.id
WHERE p.source = $1
ORDER BY p."start", p."end", p.id
