-- Voice: how recordings become words, and how far the words can be trusted.
-- Portable between both engines.

-- How transcripts are written: from which silence on a pause is, none when pauses are not written;
-- what stands for words that nobody can make out, the usual mark when none is given; and words that
-- an engine should expect. Rows of before are as they were, so that older acts can be undone.
ALTER TABLE study ADD COLUMN pauses_from_ms BIGINT;
ALTER TABLE study ADD COLUMN inaudible TEXT;
ALTER TABLE study ADD COLUMN vocabulary TEXT;

-- How sure an engine was of a segment (0 to 1), what made it doubt, and when each word was said.
ALTER TABLE segment ADD COLUMN confidence DOUBLE PRECISION;
ALTER TABLE segment ADD COLUMN doubt TEXT;
ALTER TABLE segment ADD COLUMN words TEXT;

-- What was done to the words of a source, step by step; the last step is the state they are in.
CREATE TABLE transcript_step (
  id         BYTEA PRIMARY KEY,
  source     BYTEA NOT NULL REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
  number     BIGINT NOT NULL,
  state      TEXT NOT NULL,
  provenance TEXT NOT NULL,
  note       TEXT NOT NULL,
  at         BIGINT NOT NULL,
  person     BYTEA NOT NULL REFERENCES person (id),
  UNIQUE (source, number)
);

-- The queue: recordings, or stretches of them, that a machine is asked to turn into words.
CREATE TABLE transcription (
  id         BYTEA PRIMARY KEY,
  source     BYTEA NOT NULL REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
  position   BIGINT NOT NULL,
  state      TEXT NOT NULL,
  begin_ms   BIGINT,
  end_ms     BIGINT,
  settings   TEXT NOT NULL,
  provenance TEXT NOT NULL,
  heard_ms   BIGINT NOT NULL,
  total_ms   BIGINT NOT NULL,
  spent_ms   BIGINT NOT NULL,
  message    TEXT NOT NULL,
  worker     BYTEA,
  beat_at    BIGINT,
  asked_at   BIGINT NOT NULL,
  asked_by   BYTEA NOT NULL REFERENCES person (id),
  ended_at   BIGINT
);
CREATE INDEX transcription_source ON transcription (source);

-- What an engine has heard of a recording that it has not come to the end of.
CREATE TABLE transcription_part (
  id            BYTEA PRIMARY KEY,
  transcription BYTEA NOT NULL REFERENCES transcription (id) DEFERRABLE INITIALLY DEFERRED,
  source        BYTEA NOT NULL REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
  position      BIGINT NOT NULL,
  begin_ms      BIGINT NOT NULL,
  end_ms        BIGINT NOT NULL,
  text          TEXT NOT NULL,
  words         TEXT,
  confidence    DOUBLE PRECISION,
  doubt         TEXT,
  bookmark      TEXT
);
CREATE INDEX transcription_part_transcription ON transcription_part (transcription, position);
CREATE INDEX transcription_part_source ON transcription_part (source);
