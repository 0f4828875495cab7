-- Every coding in a source: with its passage, code and coder, in the order of the text.
SELECT p.id, p.source, s.name, s.stream, s.date, p."start", p."end", p.text,
       k.id, k.code, c.name, w.name, k.at
FROM passage p
JOIN source s ON s.id = p.source
LEFT JOIN coding k ON k.passage = p.id
LEFT JOIN code c ON c.id = k.code
LEFT JOIN person w ON w.id = k.coder
WHERE p.source = $1
ORDER BY p."start", p."end", p.id, k.at, k.id
