-- Which sources may not be looked at, and in which medium: somebody in them refused analysis, or
-- withdrew it, or was not asked where the study says that nobody takes part unasked. The latest
-- answer to a question is in force. Whoever is heard in a source is in it, named there or not.
SELECT sp.source AS source, m.medium AS medium
FROM consent c
JOIN (
  SELECT source, participant FROM source_participant
  UNION SELECT source, participant FROM speaker WHERE participant IS NOT NULL
) sp ON sp.participant = c.participant
JOIN source s ON s.id = sp.source
JOIN (SELECT 'text' AS medium UNION ALL SELECT 'sound') m ON 1 = 1
WHERE c.purpose = 'analysis' AND c.answer IN ('refused', 'withdrawn')
  AND c.data_type = CASE s.stream
    WHEN 'interview' THEN
      CASE m.medium WHEN 'text' THEN 'interview_transcript' ELSE 'interview_audio' END
    WHEN 'voice_note' THEN
      CASE m.medium WHEN 'text' THEN 'voice_note_transcript' ELSE 'voice_note_audio' END
    WHEN 'field_note' THEN 'observation_note'
    WHEN 'conversation' THEN 'chat_metadata'
    ELSE 'document' END
  AND NOT EXISTS (
    SELECT 1 FROM consent later
    WHERE later.participant = c.participant AND later.data_type = c.data_type
      AND later.purpose = c.purpose AND later.number > c.number)
UNION
SELECT sp.source, m.medium
FROM consent_default d
JOIN (SELECT 'text' AS medium UNION ALL SELECT 'sound') m ON 1 = 1
JOIN source s ON d.data_type = CASE s.stream
    WHEN 'interview' THEN
      CASE m.medium WHEN 'text' THEN 'interview_transcript' ELSE 'interview_audio' END
    WHEN 'voice_note' THEN
      CASE m.medium WHEN 'text' THEN 'voice_note_transcript' ELSE 'voice_note_audio' END
    WHEN 'field_note' THEN 'observation_note'
    WHEN 'conversation' THEN 'chat_metadata'
    ELSE 'document' END
JOIN (
  SELECT source, participant FROM source_participant
  UNION SELECT source, participant FROM speaker WHERE participant IS NOT NULL
) sp ON sp.source = s.id
WHERE d.purpose = 'analysis' AND d.answer IN ('refused', 'withdrawn')
  AND NOT EXISTS (
    SELECT 1 FROM consent c
    WHERE c.participant = sp.participant AND c.data_type = d.data_type
      AND c.purpose = 'analysis' AND c.answer <> 'not_asked'
      AND NOT EXISTS (
        SELECT 1 FROM consent later
        WHERE later.participant = c.participant AND later.data_type = c.data_type
          AND later.purpose = c.purpose AND later.number > c.number))
