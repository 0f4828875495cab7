-- Who is in which source, and the day from which their weeks are counted.
SELECT sp.source, p.id, p.name, p.started_on
FROM source_participant sp
JOIN participant p ON p.id = sp.participant
