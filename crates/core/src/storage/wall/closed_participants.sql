-- Of whom nothing may be looked at: for every type of data that can be analysed they refused
-- analysis, or withdrew it, or were not asked where the study says that nobody takes part unasked.
-- The latest answer to a question is in force.
SELECT p.id AS participant
FROM participant p
WHERE NOT EXISTS (
  SELECT 1
  FROM (
    SELECT 'interview_audio' AS data_type
    UNION ALL SELECT 'interview_transcript'
    UNION ALL SELECT 'voice_note_audio'
    UNION ALL SELECT 'voice_note_transcript'
    UNION ALL SELECT 'observation_note'
    UNION ALL SELECT 'chat_metadata'
    UNION ALL SELECT 'document') t
  WHERE NOT EXISTS (
      SELECT 1 FROM consent c
      WHERE c.participant = p.id AND c.data_type = t.data_type AND c.purpose = 'analysis'
        AND c.answer IN ('refused', 'withdrawn')
        AND NOT EXISTS (
          SELECT 1 FROM consent later
          WHERE later.participant = c.participant AND later.data_type = c.data_type
            AND later.purpose = c.purpose AND later.number > c.number))
    AND (
      NOT EXISTS (
        SELECT 1 FROM consent_default d
        WHERE d.data_type = t.data_type AND d.purpose = 'analysis'
          AND d.answer IN ('refused', 'withdrawn'))
      OR EXISTS (
        SELECT 1 FROM consent c
        WHERE c.participant = p.id AND c.data_type = t.data_type AND c.purpose = 'analysis'
          AND c.answer <> 'not_asked'
          AND NOT EXISTS (
            SELECT 1 FROM consent later
            WHERE later.participant = c.participant AND later.data_type = c.data_type
              AND later.purpose = c.purpose AND later.number > c.number))))
