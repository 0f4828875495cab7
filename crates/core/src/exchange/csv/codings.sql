-- Every coding in a source, with its passage and coder, in the order of the text.
SELECT p.id, p."start", p."end", p.text, k.id, k.code, w.name, k.at
FROM passage p
JOIN coding k ON k.passage = p.id
JOIN person w ON w.id = k.coder
WHERE p.source = $1
ORDER BY p."start", p."end", p.id, k.at, k.id
