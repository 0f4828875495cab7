-- Care: what was agreed to, who stands behind a pseudonym, what was taken out of texts, what was
-- erased, what has left the study, and how long things are kept. Portable between both engines.

CREATE INDEX consent_answer ON consent (purpose, answer);
CREATE INDEX consent_question ON consent (participant, data_type, purpose, number);

CREATE TABLE consent_default (
  id        BYTEA PRIMARY KEY,
  data_type TEXT NOT NULL,
  purpose   TEXT NOT NULL,
  answer    TEXT NOT NULL,
  version   TEXT NOT NULL,
  note      TEXT NOT NULL,
  UNIQUE (data_type, purpose)
);

CREATE TABLE wave (
  id        BYTEA PRIMARY KEY,
  position  BIGINT NOT NULL,
  name      TEXT NOT NULL UNIQUE,
  begins_on TEXT,
  note      TEXT NOT NULL
);

CREATE TABLE policy (
  id             BYTEA PRIMARY KEY,
  controller     TEXT NOT NULL,
  contact        TEXT NOT NULL,
  lawful_basis   TEXT NOT NULL,
  art9_condition TEXT NOT NULL,
  notice_version TEXT NOT NULL,
  lock_on        TEXT,
  deposited_on   TEXT,
  repository     TEXT NOT NULL
);

CREATE TABLE pseudonym_key (
  id          BYTEA PRIMARY KEY,
  state       TEXT NOT NULL,
  pepper      BYTEA,
  salt        BYTEA,
  parameters  TEXT NOT NULL,
  sealed      BYTEA,
  created_at  BIGINT NOT NULL,
  changed_at  BIGINT NOT NULL
);

CREATE TABLE redaction (
  id          BYTEA PRIMARY KEY,
  source      BYTEA NOT NULL REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
  revision    BYTEA NOT NULL REFERENCES revision (id) DEFERRABLE INITIALLY DEFERRED,
  "start"     BIGINT NOT NULL,
  "end"       BIGINT NOT NULL,
  rule        TEXT NOT NULL,
  level       TEXT NOT NULL,
  replacement TEXT NOT NULL,
  state       TEXT NOT NULL,
  keyed_hash  BYTEA,
  sealed      BYTEA,
  at          BIGINT NOT NULL,
  person      BYTEA NOT NULL REFERENCES person (id)
);
CREATE INDEX redaction_source ON redaction (source, "start");

CREATE TABLE withdrawal (
  id          BYTEA PRIMARY KEY,
  participant BYTEA REFERENCES participant (id) DEFERRABLE INITIALLY DEFERRED,
  kind        TEXT NOT NULL,
  data_types  TEXT NOT NULL,
  phase       TEXT NOT NULL,
  asked_on    TEXT,
  route       TEXT NOT NULL,
  counts      TEXT NOT NULL,
  proof       TEXT NOT NULL,
  reference   TEXT NOT NULL,
  at          BIGINT NOT NULL,
  person      BYTEA NOT NULL REFERENCES person (id)
);
CREATE INDEX withdrawal_participant ON withdrawal (participant);

CREATE TABLE duty (
  id         BYTEA PRIMARY KEY,
  withdrawal BYTEA REFERENCES withdrawal (id) DEFERRABLE INITIALLY DEFERRED,
  kind       TEXT NOT NULL,
  text       TEXT NOT NULL,
  due_on     TEXT,
  done_on    TEXT,
  done_by    BYTEA REFERENCES person (id)
);
CREATE INDEX duty_withdrawal ON duty (withdrawal);

CREATE TABLE output (
  id            BYTEA PRIMARY KEY,
  kind          TEXT NOT NULL,
  format        TEXT NOT NULL,
  file_name     TEXT NOT NULL,
  purpose       TEXT NOT NULL,
  level         TEXT NOT NULL,
  change_number BIGINT NOT NULL,
  at            BIGINT NOT NULL,
  person        BYTEA NOT NULL REFERENCES person (id)
);

CREATE TABLE output_source (
  id     BYTEA PRIMARY KEY,
  output BYTEA NOT NULL REFERENCES output (id) DEFERRABLE INITIALLY DEFERRED,
  -- Not a reference: a source can be removed, the output remembers that it held its words.
  source BYTEA NOT NULL,
  UNIQUE (output, source)
);
CREATE INDEX output_source_source ON output_source (source);

CREATE TABLE retention (
  id          BYTEA PRIMARY KEY,
  class       TEXT NOT NULL UNIQUE,
  basis       TEXT NOT NULL,
  period      TEXT NOT NULL,
  review_on   TEXT,
  action      TEXT NOT NULL,
  note        TEXT NOT NULL,
  hold        BIGINT NOT NULL,
  hold_reason TEXT NOT NULL,
  done_on     TEXT,
  done_by     BYTEA REFERENCES person (id),
  proof       TEXT NOT NULL
);
