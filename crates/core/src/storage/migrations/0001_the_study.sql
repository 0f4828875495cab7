-- The study as it is from the beginning: every noun of the glossary has its table here.
-- Portable between SQLite and PostgreSQL: BIGINT, DOUBLE PRECISION, TEXT and BYTEA only; booleans
-- are 0 and 1; moments are epoch milliseconds; days are ISO dates; ids are sixteen bytes.

CREATE TABLE change_number (
  only_one BIGINT PRIMARY KEY CHECK (only_one = 1),
  number   BIGINT NOT NULL
);

CREATE TABLE study (
  id              BYTEA PRIMARY KEY,
  title           TEXT NOT NULL,
  question        TEXT NOT NULL,
  setting         TEXT NOT NULL,
  method          TEXT NOT NULL,
  approach        TEXT NOT NULL,
  synthetic       BIGINT NOT NULL,
  tentative       BIGINT NOT NULL,
  model_notice    TEXT NOT NULL,
  minimum_group   BIGINT NOT NULL,
  created_at      BIGINT NOT NULL
);

CREATE TABLE person (
  id         BYTEA PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  role       TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

-- What was done -------------------------------------------------------------------------------

CREATE TABLE history (
  id          BYTEA PRIMARY KEY,
  number      BIGINT NOT NULL,
  position    BIGINT NOT NULL,
  act         BYTEA NOT NULL,
  person      BYTEA NOT NULL REFERENCES person (id),
  at          BIGINT NOT NULL,
  operation   TEXT NOT NULL,
  description TEXT NOT NULL,
  summary     TEXT NOT NULL,
  nouns       TEXT NOT NULL,
  state       TEXT NOT NULL,
  target      BYTEA,
  UNIQUE (number, position)
);
CREATE INDEX history_act ON history (act);
CREATE INDEX history_person ON history (person, state, number);

CREATE TABLE undo_image (
  history     BYTEA NOT NULL REFERENCES history (id),
  position    BIGINT NOT NULL,
  noun        TEXT NOT NULL,
  row_id      BYTEA NOT NULL,
  before      TEXT,
  after       BIGINT,
  source      BYTEA,
  participant BYTEA,
  media       BYTEA,
  PRIMARY KEY (history, position)
);
CREATE INDEX undo_image_source ON undo_image (source) WHERE source IS NOT NULL;
CREATE INDEX undo_image_participant ON undo_image (participant) WHERE participant IS NOT NULL;
CREATE INDEX undo_image_media ON undo_image (media) WHERE media IS NOT NULL;

CREATE TABLE job (
  id          BYTEA PRIMARY KEY,
  kind        TEXT NOT NULL,
  state       TEXT NOT NULL,
  description TEXT NOT NULL,
  done        BIGINT NOT NULL,
  total       BIGINT NOT NULL,
  outcome     TEXT NOT NULL,
  person      BYTEA NOT NULL REFERENCES person (id),
  started_at  BIGINT NOT NULL,
  ended_at    BIGINT
);

-- Corpus --------------------------------------------------------------------------------------

CREATE TABLE participant (
  id         BYTEA PRIMARY KEY,
  name       TEXT NOT NULL,
  note       TEXT NOT NULL,
  started_on TEXT,
  ended_on   TEXT,
  created_at BIGINT NOT NULL
);

CREATE TABLE stream (
  id       BYTEA PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  label    TEXT NOT NULL,
  position BIGINT NOT NULL
);

CREATE TABLE media (
  id         BYTEA PRIMARY KEY,
  sha256     BYTEA NOT NULL UNIQUE,
  bytes      BIGINT NOT NULL,
  mime       TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE media_chunk (
  media    BYTEA NOT NULL REFERENCES media (id),
  position BIGINT NOT NULL,
  content  BYTEA NOT NULL,
  PRIMARY KEY (media, position)
);

CREATE TABLE source (
  id          BYTEA PRIMARY KEY,
  name        TEXT NOT NULL,
  stream      TEXT NOT NULL REFERENCES stream (name),
  date        TEXT,
  sender      TEXT,
  file_name   TEXT,
  origin      TEXT,
  sha256      BYTEA,
  bytes       BIGINT,
  format      TEXT NOT NULL,
  language    TEXT,
  media       BYTEA REFERENCES media (id),
  duration_ms BIGINT,
  revision    BYTEA,
  note        TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  created_by  BYTEA NOT NULL REFERENCES person (id)
);
CREATE INDEX source_sha256 ON source (sha256);
CREATE INDEX source_media ON source (media);

CREATE TABLE source_participant (
  id          BYTEA PRIMARY KEY,
  source      BYTEA NOT NULL REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
  participant BYTEA NOT NULL REFERENCES participant (id) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (source, participant)
);
CREATE INDEX source_participant_participant ON source_participant (participant);

CREATE TABLE revision (
  id         BYTEA PRIMARY KEY,
  source     BYTEA NOT NULL REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
  number     BIGINT NOT NULL,
  text       TEXT NOT NULL,
  edits      TEXT NOT NULL,
  reason     TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by BYTEA NOT NULL REFERENCES person (id),
  UNIQUE (source, number)
);

CREATE TABLE speaker (
  id          BYTEA PRIMARY KEY,
  source      BYTEA NOT NULL REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
  name        TEXT NOT NULL,
  participant BYTEA REFERENCES participant (id) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (source, name)
);
CREATE INDEX speaker_participant ON speaker (participant);

CREATE TABLE segment (
  id       BYTEA PRIMARY KEY,
  source   BYTEA NOT NULL REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
  revision BYTEA NOT NULL REFERENCES revision (id) DEFERRABLE INITIALLY DEFERRED,
  position BIGINT NOT NULL,
  speaker  BYTEA REFERENCES speaker (id) DEFERRABLE INITIALLY DEFERRED,
  "start"  BIGINT NOT NULL,
  "end"    BIGINT NOT NULL,
  begin_ms BIGINT,
  end_ms   BIGINT
);
CREATE INDEX segment_source ON segment (source, position);
CREATE INDEX segment_speaker ON segment (speaker);

-- Coding --------------------------------------------------------------------------------------

CREATE TABLE code (
  id         BYTEA PRIMARY KEY,
  parent     BYTEA REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED,
  position   BIGINT NOT NULL,
  name       TEXT NOT NULL,
  definition TEXT NOT NULL,
  include    TEXT NOT NULL,
  exclude    TEXT NOT NULL,
  example    TEXT NOT NULL,
  colour     TEXT,
  created_at BIGINT NOT NULL,
  created_by BYTEA NOT NULL REFERENCES person (id)
);
CREATE INDEX code_parent ON code (parent);

CREATE TABLE passage (
  id         BYTEA PRIMARY KEY,
  source     BYTEA NOT NULL REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
  revision   BYTEA NOT NULL REFERENCES revision (id) DEFERRABLE INITIALLY DEFERRED,
  "start"    BIGINT NOT NULL,
  "end"      BIGINT NOT NULL,
  text       TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by BYTEA NOT NULL REFERENCES person (id)
);
CREATE INDEX passage_source ON passage (source, "start", "end");

CREATE TABLE coding (
  id      BYTEA PRIMARY KEY,
  passage BYTEA NOT NULL REFERENCES passage (id) DEFERRABLE INITIALLY DEFERRED,
  code    BYTEA NOT NULL REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED,
  coder   BYTEA NOT NULL REFERENCES person (id),
  at      BIGINT NOT NULL,
  UNIQUE (passage, code, coder)
);
CREATE INDEX coding_code ON coding (code, passage);

CREATE TABLE memo (
  id          BYTEA PRIMARY KEY,
  noun        TEXT NOT NULL,
  target      BYTEA NOT NULL,
  source      BYTEA REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
  participant BYTEA REFERENCES participant (id) DEFERRABLE INITIALLY DEFERRED,
  title       TEXT NOT NULL,
  text        TEXT NOT NULL,
  at          BIGINT NOT NULL,
  person      BYTEA NOT NULL REFERENCES person (id)
);
CREATE INDEX memo_target ON memo (target);

-- Themes and areas ----------------------------------------------------------------------------

CREATE TABLE theme (
  id         BYTEA PRIMARY KEY,
  position   BIGINT NOT NULL,
  name       TEXT NOT NULL,
  idea       TEXT NOT NULL,
  rivals     TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by BYTEA NOT NULL REFERENCES person (id)
);

CREATE TABLE theme_code (
  id    BYTEA PRIMARY KEY,
  theme BYTEA NOT NULL REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
  code  BYTEA NOT NULL REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (theme, code)
);
CREATE INDEX theme_code_code ON theme_code (code);

CREATE TABLE theme_passage (
  id      BYTEA PRIMARY KEY,
  theme   BYTEA NOT NULL REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
  passage BYTEA NOT NULL REFERENCES passage (id) DEFERRABLE INITIALLY DEFERRED,
  quoted  BIGINT NOT NULL,
  UNIQUE (theme, passage)
);
CREATE INDEX theme_passage_passage ON theme_passage (passage);

CREATE TABLE round (
  id       BYTEA PRIMARY KEY,
  position BIGINT NOT NULL,
  name     TEXT NOT NULL,
  held_on  TEXT,
  note     TEXT NOT NULL
);

CREATE TABLE placement (
  id     BYTEA PRIMARY KEY,
  theme  BYTEA NOT NULL REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
  round  BYTEA REFERENCES round (id) DEFERRABLE INITIALLY DEFERRED,
  number BIGINT NOT NULL,
  area   TEXT NOT NULL,
  reason TEXT NOT NULL,
  at     BIGINT NOT NULL,
  person BYTEA NOT NULL REFERENCES person (id),
  UNIQUE (theme, number)
);
CREATE INDEX placement_round ON placement (round);

-- The model of conditions ---------------------------------------------------------------------

CREATE TABLE condition (
  id         BYTEA PRIMARY KEY,
  position   BIGINT NOT NULL,
  name       TEXT NOT NULL,
  statement  TEXT NOT NULL,
  why        TEXT NOT NULL,
  owner      TEXT NOT NULL,
  review_due TEXT,
  template   TEXT,
  created_at BIGINT NOT NULL,
  created_by BYTEA NOT NULL REFERENCES person (id)
);

CREATE TABLE condition_need (
  id        BYTEA PRIMARY KEY,
  condition BYTEA NOT NULL REFERENCES condition (id) DEFERRABLE INITIALLY DEFERRED,
  needs     BYTEA NOT NULL REFERENCES condition (id) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (condition, needs)
);
CREATE INDEX condition_need_needs ON condition_need (needs);

CREATE TABLE condition_state (
  id        BYTEA PRIMARY KEY,
  condition BYTEA NOT NULL REFERENCES condition (id) DEFERRABLE INITIALLY DEFERRED,
  number    BIGINT NOT NULL,
  state     TEXT NOT NULL,
  reason    TEXT NOT NULL,
  at        BIGINT NOT NULL,
  person    BYTEA NOT NULL REFERENCES person (id),
  UNIQUE (condition, number)
);

CREATE TABLE condition_theme (
  id        BYTEA PRIMARY KEY,
  condition BYTEA NOT NULL REFERENCES condition (id) DEFERRABLE INITIALLY DEFERRED,
  theme     BYTEA NOT NULL REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
  bearing   TEXT NOT NULL,
  note      TEXT NOT NULL,
  UNIQUE (condition, theme)
);
CREATE INDEX condition_theme_theme ON condition_theme (theme);

CREATE TABLE condition_guidance (
  id        BYTEA PRIMARY KEY,
  condition BYTEA NOT NULL REFERENCES condition (id) DEFERRABLE INITIALLY DEFERRED,
  position  BIGINT NOT NULL,
  kind      TEXT NOT NULL,
  text      TEXT NOT NULL,
  link      TEXT
);
CREATE INDEX condition_guidance_condition ON condition_guidance (condition, position);

CREATE TABLE indicator (
  id        BYTEA PRIMARY KEY,
  condition BYTEA NOT NULL REFERENCES condition (id) DEFERRABLE INITIALLY DEFERRED,
  position  BIGINT NOT NULL,
  text      TEXT NOT NULL,
  seen      BIGINT NOT NULL,
  seen_on   TEXT,
  level     TEXT,
  domain    TEXT
);
CREATE INDEX indicator_condition ON indicator (condition, position);

CREATE TABLE evidence (
  id        BYTEA PRIMARY KEY,
  condition BYTEA NOT NULL REFERENCES condition (id) DEFERRABLE INITIALLY DEFERRED,
  indicator BYTEA REFERENCES indicator (id) DEFERRABLE INITIALLY DEFERRED,
  passage   BYTEA REFERENCES passage (id) DEFERRABLE INITIALLY DEFERRED,
  text      TEXT NOT NULL,
  date      TEXT,
  at        BIGINT NOT NULL,
  person    BYTEA NOT NULL REFERENCES person (id)
);
CREATE INDEX evidence_condition ON evidence (condition);
CREATE INDEX evidence_indicator ON evidence (indicator);
CREATE INDEX evidence_passage ON evidence (passage);

CREATE TABLE action (
  id         BYTEA PRIMARY KEY,
  theme      BYTEA REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
  condition  BYTEA REFERENCES condition (id) DEFERRABLE INITIALLY DEFERRED,
  text       TEXT NOT NULL,
  owner      TEXT NOT NULL,
  due_on     TEXT,
  done_on    TEXT,
  created_at BIGINT NOT NULL,
  created_by BYTEA NOT NULL REFERENCES person (id)
);
CREATE INDEX action_theme ON action (theme);
CREATE INDEX action_condition ON action (condition);

-- Report and record ---------------------------------------------------------------------------

CREATE TABLE sentence (
  id       BYTEA PRIMARY KEY,
  section  TEXT NOT NULL,
  position BIGINT NOT NULL,
  text     TEXT NOT NULL
);

CREATE TABLE sentence_citation (
  id        BYTEA PRIMARY KEY,
  sentence  BYTEA NOT NULL REFERENCES sentence (id) DEFERRABLE INITIALLY DEFERRED,
  theme     BYTEA REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
  passage   BYTEA REFERENCES passage (id) DEFERRABLE INITIALLY DEFERRED,
  condition BYTEA REFERENCES condition (id) DEFERRABLE INITIALLY DEFERRED,
  position  BIGINT NOT NULL
);
CREATE INDEX sentence_citation_sentence ON sentence_citation (sentence, position);
CREATE INDEX sentence_citation_theme ON sentence_citation (theme);
CREATE INDEX sentence_citation_passage ON sentence_citation (passage);
CREATE INDEX sentence_citation_condition ON sentence_citation (condition);

CREATE TABLE record_value (
  id       BYTEA PRIMARY KEY,
  field    TEXT NOT NULL,
  position BIGINT NOT NULL,
  value    TEXT NOT NULL,
  UNIQUE (field, position)
);

-- Care ----------------------------------------------------------------------------------------

CREATE TABLE consent (
  id          BYTEA PRIMARY KEY,
  participant BYTEA NOT NULL REFERENCES participant (id) DEFERRABLE INITIALLY DEFERRED,
  data_type   TEXT NOT NULL,
  purpose     TEXT NOT NULL,
  answer      TEXT NOT NULL,
  version     TEXT NOT NULL,
  given_on    TEXT,
  route       TEXT NOT NULL,
  witness     TEXT NOT NULL,
  wave        TEXT NOT NULL,
  number      BIGINT NOT NULL,
  at          BIGINT NOT NULL,
  person      BYTEA NOT NULL REFERENCES person (id)
);
CREATE INDEX consent_participant ON consent (participant);

CREATE TABLE pseudonym (
  id          BYTEA PRIMARY KEY,
  participant BYTEA REFERENCES participant (id) DEFERRABLE INITIALLY DEFERRED,
  kind        TEXT NOT NULL,
  replacement TEXT NOT NULL,
  keyed_hash  BYTEA,
  sealed      BYTEA,
  level       TEXT NOT NULL
);
CREATE INDEX pseudonym_participant ON pseudonym (participant);
CREATE INDEX pseudonym_keyed_hash ON pseudonym (keyed_hash);
