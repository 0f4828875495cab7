-- The corpus in full: what files mark in their texts, what is known of people and sources, sets of
-- sources, what is expected when, and stretches of recordings and whole pictures that are coded.
-- Portable between both engines.

ALTER TABLE study ADD COLUMN time_zone TEXT;

-- The file that a text was read from, as it came.
CREATE TABLE original (
  id     BYTEA PRIMARY KEY,
  source BYTEA NOT NULL UNIQUE REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
  media  BYTEA NOT NULL REFERENCES media (id)
);
CREATE INDEX original_media ON original (media);

-- A passage of words counts in a revision. One of a recording has a beginning and an end in time;
-- one of neither is the whole of its source.
ALTER TABLE passage ALTER COLUMN revision DROP NOT NULL;
ALTER TABLE passage ADD COLUMN begin_ms BIGINT;
ALTER TABLE passage ADD COLUMN end_ms BIGINT;

CREATE TABLE landmark (
  id       BYTEA PRIMARY KEY,
  source   BYTEA NOT NULL REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
  revision BYTEA NOT NULL REFERENCES revision (id) DEFERRABLE INITIALLY DEFERRED,
  kind     TEXT NOT NULL,
  level    BIGINT NOT NULL,
  label    TEXT NOT NULL,
  "start"  BIGINT NOT NULL,
  "end"    BIGINT NOT NULL
);
CREATE INDEX landmark_source ON landmark (source, "start");

CREATE TABLE attribute (
  id       BYTEA PRIMARY KEY,
  noun     TEXT NOT NULL,
  name     TEXT NOT NULL,
  kind     TEXT NOT NULL,
  note     TEXT NOT NULL,
  position BIGINT NOT NULL,
  UNIQUE (noun, name)
);

CREATE TABLE attribute_value (
  id          BYTEA PRIMARY KEY,
  attribute   BYTEA NOT NULL REFERENCES attribute (id) DEFERRABLE INITIALLY DEFERRED,
  participant BYTEA REFERENCES participant (id) DEFERRABLE INITIALLY DEFERRED,
  source      BYTEA REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
  value       TEXT NOT NULL,
  UNIQUE (attribute, participant),
  UNIQUE (attribute, source)
);
CREATE INDEX attribute_value_participant ON attribute_value (participant);
CREATE INDEX attribute_value_source ON attribute_value (source);

CREATE TABLE source_set (
  id       BYTEA PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  note     TEXT NOT NULL,
  position BIGINT NOT NULL
);

CREATE TABLE source_set_member (
  id         BYTEA PRIMARY KEY,
  source_set BYTEA NOT NULL REFERENCES source_set (id) DEFERRABLE INITIALLY DEFERRED,
  source     BYTEA NOT NULL REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (source_set, source)
);
CREATE INDEX source_set_member_source ON source_set_member (source);

CREATE TABLE expectation (
  id          BYTEA PRIMARY KEY,
  stream      TEXT NOT NULL REFERENCES stream (name),
  participant BYTEA REFERENCES participant (id) DEFERRABLE INITIALLY DEFERRED,
  first_week  BIGINT NOT NULL,
  last_week   BIGINT NOT NULL,
  count       BIGINT NOT NULL
);
CREATE INDEX expectation_participant ON expectation (participant);

CREATE TABLE name_rule (
  id       BYTEA PRIMARY KEY,
  pattern  TEXT NOT NULL UNIQUE,
  position BIGINT NOT NULL
);
