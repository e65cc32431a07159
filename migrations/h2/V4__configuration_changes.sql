-- SPDX-License-Identifier: Apache-2.0

-- Revisions of everything that can be changed; pools of credentials; overrides of prices; settings; rights of
-- keys and personal tokens.
ALTER TABLE providers ADD COLUMN enabled BOOLEAN DEFAULT TRUE NOT NULL;
ALTER TABLE providers ADD COLUMN revision BIGINT DEFAULT 1 NOT NULL;
ALTER TABLE providers ADD COLUMN updated TIMESTAMP(6) WITH TIME ZONE;
UPDATE providers SET updated = created;
ALTER TABLE providers ALTER COLUMN updated SET NOT NULL;

ALTER TABLE credentials ADD COLUMN name VARCHAR DEFAULT 'default' NOT NULL;
ALTER TABLE credentials ADD COLUMN weight INTEGER DEFAULT 1 NOT NULL;
ALTER TABLE credentials ADD COLUMN enabled BOOLEAN DEFAULT TRUE NOT NULL;
ALTER TABLE credentials ADD COLUMN expires TIMESTAMP(6) WITH TIME ZONE;
ALTER TABLE credentials ADD COLUMN revision BIGINT DEFAULT 1 NOT NULL;
ALTER TABLE credentials ADD COLUMN updated TIMESTAMP(6) WITH TIME ZONE;
UPDATE credentials SET updated = created;
ALTER TABLE credentials ALTER COLUMN updated SET NOT NULL;
ALTER TABLE credentials ADD CONSTRAINT credentials_by_name UNIQUE (provider_id, name);

ALTER TABLE routes ADD COLUMN revision BIGINT DEFAULT 1 NOT NULL;
ALTER TABLE routes ADD COLUMN updated TIMESTAMP(6) WITH TIME ZONE;
UPDATE routes SET updated = created;
ALTER TABLE routes ALTER COLUMN updated SET NOT NULL;

-- No list of endpoints means all of them.
ALTER TABLE issued_keys ADD COLUMN endpoints VARCHAR ARRAY;
ALTER TABLE issued_keys ADD COLUMN enabled BOOLEAN DEFAULT TRUE NOT NULL;
ALTER TABLE issued_keys ADD COLUMN replaces UUID;
ALTER TABLE issued_keys ADD COLUMN last_used TIMESTAMP(6) WITH TIME ZONE;
ALTER TABLE issued_keys ADD COLUMN revision BIGINT DEFAULT 1 NOT NULL;
ALTER TABLE issued_keys ADD COLUMN updated TIMESTAMP(6) WITH TIME ZONE;
UPDATE issued_keys SET updated = COALESCE(revoked, created);
ALTER TABLE issued_keys ALTER COLUMN updated SET NOT NULL;

ALTER TABLE prices ADD COLUMN source VARCHAR DEFAULT 'BUILTIN' NOT NULL;
ALTER TABLE prices ADD COLUMN ended TIMESTAMP(6) WITH TIME ZONE;
ALTER TABLE prices ADD COLUMN revision BIGINT DEFAULT 1 NOT NULL;
ALTER TABLE prices ADD COLUMN updated TIMESTAMP(6) WITH TIME ZONE;
UPDATE prices SET updated = valid_from;
ALTER TABLE prices ALTER COLUMN updated SET NOT NULL;
CREATE INDEX prices_by_model ON prices (provider_type, model);

ALTER TABLE personal_tokens ADD COLUMN role_cap VARCHAR;
ALTER TABLE personal_tokens ADD COLUMN scopes VARCHAR ARRAY DEFAULT ARRAY['READ', 'WRITE'] NOT NULL;

-- A setting of the whole installation has no organisation.
CREATE TABLE settings (
    id UUID PRIMARY KEY,
    organisation_id UUID REFERENCES organisations (id),
    name VARCHAR NOT NULL,
    content VARCHAR NOT NULL,
    revision BIGINT NOT NULL,
    updated TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    UNIQUE (organisation_id, name)
);

CREATE INDEX sessions_by_user ON sessions (user_id);

-- Numbers the changes of rows in the order of their commits, since one thread makes them all.
CREATE SEQUENCE ledger_changes CACHE 10000;
ALTER TABLE ledger ADD COLUMN changed BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE ledger ALTER COLUMN changed SET DEFAULT NEXT VALUE FOR ledger_changes;
CREATE INDEX ledger_by_change ON ledger (organisation_id, changed, attempt_id);
CREATE INDEX ledger_by_key ON ledger (organisation_id, key_id, attempt_id);

-- Sums by credential as well; the zero id stands for none.
ALTER TABLE rollup_hours ADD COLUMN credential_id UUID
    DEFAULT '00000000-0000-0000-0000-000000000000' NOT NULL;
ALTER TABLE rollup_hours DROP PRIMARY KEY;
ALTER TABLE rollup_hours ADD PRIMARY KEY (organisation_id, started, team_id, project_id, key_id, provider,
    credential_id, upstream_model, public_model, outcome_class);
ALTER TABLE rollup_days ADD COLUMN credential_id UUID
    DEFAULT '00000000-0000-0000-0000-000000000000' NOT NULL;
ALTER TABLE rollup_days DROP PRIMARY KEY;
ALTER TABLE rollup_days ADD PRIMARY KEY (organisation_id, started, team_id, project_id, key_id, provider,
    credential_id, upstream_model, public_model, outcome_class);
