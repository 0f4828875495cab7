-- Every passage of a source with the codings on it, and passages that have none.
SELECT p.id, p.source, p."start", p."end", p.text, k.id, k.code, k.coder, k.at, p.begin_ms, p.end_ms,
       p.revision
FROM passage p
LEFT JOIN coding k ON k.passage = p.id
WHERE p.source = $1
