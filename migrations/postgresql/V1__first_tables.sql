-- SPDX-License-Identifier: Apache-2.0

-- Everything that the gateway remembers. Every table says whose its rows are (organisation_id); it is
-- null only where a row belongs to the whole installation.
--
-- Texts are compared byte by byte, as in the embedded database: an order that depends on the server's
-- libraries would damage indexes when those change.

CREATE TABLE organisations (
    id UUID PRIMARY KEY,
    name VARCHAR COLLATE "C" NOT NULL,
    created TIMESTAMPTZ(6) NOT NULL
);

CREATE TABLE teams (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    name VARCHAR COLLATE "C" NOT NULL,
    created TIMESTAMPTZ(6) NOT NULL,
    UNIQUE (organisation_id, id)
);

CREATE TABLE projects (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL,
    team_id UUID NOT NULL,
    name VARCHAR COLLATE "C" NOT NULL,
    created TIMESTAMPTZ(6) NOT NULL,
    UNIQUE (organisation_id, team_id, id),
    FOREIGN KEY (organisation_id, team_id) REFERENCES teams (organisation_id, id)
);

CREATE TABLE users (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    email VARCHAR COLLATE "C" NOT NULL UNIQUE,
    password_hash VARCHAR COLLATE "C" NOT NULL,
    role VARCHAR COLLATE "C" NOT NULL,
    created TIMESTAMPTZ(6) NOT NULL,
    UNIQUE (organisation_id, id)
);

CREATE TABLE sessions (
    digest VARCHAR COLLATE "C" PRIMARY KEY,
    organisation_id UUID NOT NULL,
    user_id UUID NOT NULL,
    csrf VARCHAR COLLATE "C" NOT NULL,
    created TIMESTAMPTZ(6) NOT NULL,
    expires TIMESTAMPTZ(6) NOT NULL,
    FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, id)
);
CREATE INDEX sessions_by_expiry ON sessions (expires);

CREATE TABLE personal_tokens (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL,
    user_id UUID NOT NULL,
    name VARCHAR COLLATE "C" NOT NULL,
    digest VARCHAR COLLATE "C" NOT NULL UNIQUE,
    created TIMESTAMPTZ(6) NOT NULL,
    expires TIMESTAMPTZ(6) NOT NULL,
    revoked TIMESTAMPTZ(6),
    FOREIGN KEY (organisation_id, user_id) REFERENCES users (organisation_id, id)
);

CREATE TABLE issued_keys (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL,
    team_id UUID NOT NULL,
    project_id UUID NOT NULL,
    name VARCHAR COLLATE "C" NOT NULL,
    digest VARCHAR COLLATE "C" NOT NULL UNIQUE,
    last_four VARCHAR COLLATE "C" NOT NULL,
    models VARCHAR ARRAY NOT NULL,
    created TIMESTAMPTZ(6) NOT NULL,
    expires TIMESTAMPTZ(6),
    revoked TIMESTAMPTZ(6),
    FOREIGN KEY (organisation_id, team_id, project_id)
        REFERENCES projects (organisation_id, team_id, id)
);

CREATE TABLE providers (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    uid VARCHAR COLLATE "C" NOT NULL,
    type VARCHAR COLLATE "C" NOT NULL,
    base_url VARCHAR COLLATE "C",
    passes_unknown_names BOOLEAN NOT NULL,
    created TIMESTAMPTZ(6) NOT NULL,
    UNIQUE (organisation_id, uid),
    UNIQUE (organisation_id, id)
);

CREATE TABLE provider_options (
    organisation_id UUID NOT NULL,
    provider_id UUID NOT NULL,
    name VARCHAR COLLATE "C" NOT NULL,
    content VARCHAR COLLATE "C" NOT NULL,
    PRIMARY KEY (provider_id, name),
    FOREIGN KEY (organisation_id, provider_id) REFERENCES providers (organisation_id, id)
);

-- Secrets of providers, sealed with the master key and bound to their row.
CREATE TABLE credentials (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL,
    provider_id UUID NOT NULL,
    sealed BYTEA NOT NULL,
    created TIMESTAMPTZ(6) NOT NULL,
    FOREIGN KEY (organisation_id, provider_id) REFERENCES providers (organisation_id, id)
);

CREATE TABLE routes (
    id UUID PRIMARY KEY,
    organisation_id UUID NOT NULL REFERENCES organisations (id),
    name VARCHAR COLLATE "C" NOT NULL,
    created TIMESTAMPTZ(6) NOT NULL,
    UNIQUE (organisation_id, name),
    UNIQUE (organisation_id, id)
);

CREATE TABLE route_targets (
    organisation_id UUID NOT NULL,
    route_id UUID NOT NULL,
    rank INTEGER NOT NULL,
    provider_id UUID NOT NULL,
    model VARCHAR COLLATE "C" NOT NULL,
    PRIMARY KEY (route_id, rank),
    FOREIGN KEY (organisation_id, route_id) REFERENCES routes (organisation_id, id),
    FOREIGN KEY (organisation_id, provider_id) REFERENCES providers (organisation_id, id)
);

-- Prices of the whole installation have no organisation; an organisation's own will have one.
CREATE TABLE prices (
    version VARCHAR COLLATE "C" PRIMARY KEY,
    organisation_id UUID REFERENCES organisations (id),
    provider_type VARCHAR COLLATE "C" NOT NULL,
    model VARCHAR COLLATE "C" NOT NULL,
    valid_from TIMESTAMPTZ(6) NOT NULL
);

-- The ordinary rates (above_input_tokens null) and those of large inputs.
CREATE TABLE price_rates (
    id UUID PRIMARY KEY,
    organisation_id UUID REFERENCES organisations (id),
    price_version VARCHAR COLLATE "C" NOT NULL REFERENCES prices (version),
    above_input_tokens BIGINT,
    unit VARCHAR COLLATE "C" NOT NULL,
    nanos BIGINT NOT NULL
);
CREATE INDEX price_rates_by_price ON price_rates (price_version);

-- One row for every attempt at a provider. No foreign keys: a row outlives what it names.
CREATE TABLE ledger (
    attempt_id UUID PRIMARY KEY,
    call_id UUID NOT NULL,
    parent_call_id UUID,
    organisation_id UUID NOT NULL,
    team_id UUID NOT NULL,
    project_id UUID NOT NULL,
    key_id UUID NOT NULL,
    user_id UUID,
    provider VARCHAR COLLATE "C" NOT NULL,
    provider_type VARCHAR COLLATE "C" NOT NULL,
    credential_id UUID,
    route VARCHAR COLLATE "C",
    public_model VARCHAR COLLATE "C" NOT NULL,
    upstream_model VARCHAR COLLATE "C" NOT NULL,
    endpoint VARCHAR COLLATE "C" NOT NULL,
    stream BOOLEAN NOT NULL,
    opened TIMESTAMPTZ(6) NOT NULL,
    first_content TIMESTAMPTZ(6),
    closed TIMESTAMPTZ(6),
    state VARCHAR COLLATE "C" NOT NULL,
    outcome VARCHAR COLLATE "C",
    status INTEGER,
    usage_source VARCHAR COLLATE "C",
    estimated_input BIGINT NOT NULL,
    input_tokens BIGINT DEFAULT 0 NOT NULL,
    cache_read_tokens BIGINT DEFAULT 0 NOT NULL,
    cache_write_5m_tokens BIGINT DEFAULT 0 NOT NULL,
    cache_write_1h_tokens BIGINT DEFAULT 0 NOT NULL,
    audio_input_tokens BIGINT DEFAULT 0 NOT NULL,
    output_tokens BIGINT DEFAULT 0 NOT NULL,
    reasoning_tokens BIGINT DEFAULT 0 NOT NULL,
    audio_output_tokens BIGINT DEFAULT 0 NOT NULL,
    characters BIGINT DEFAULT 0 NOT NULL,
    seconds BIGINT DEFAULT 0 NOT NULL,
    fees BIGINT DEFAULT 0 NOT NULL,
    price_version VARCHAR COLLATE "C",
    cost_nanos BIGINT DEFAULT 0 NOT NULL,
    upstream_cost_nanos BIGINT,
    upstream_id VARCHAR COLLATE "C",
    replica VARCHAR COLLATE "C" NOT NULL,
    boot UUID NOT NULL,
    tags VARCHAR ARRAY
);
CREATE INDEX ledger_by_organisation ON ledger (organisation_id, attempt_id);
CREATE INDEX ledger_by_time ON ledger (organisation_id, opened);
CREATE INDEX ledger_by_call ON ledger (call_id);
CREATE INDEX ledger_by_state ON ledger (state, replica);

-- Who changed what. The hashes chain the rows once a key for them exists; null until then.
CREATE TABLE audit (
    sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id UUID NOT NULL UNIQUE,
    organisation_id UUID,
    at TIMESTAMPTZ(6) NOT NULL,
    user_id UUID,
    actor VARCHAR COLLATE "C" NOT NULL,
    action VARCHAR COLLATE "C" NOT NULL,
    subject_id UUID,
    before_change VARCHAR COLLATE "C",
    after_change VARCHAR COLLATE "C",
    previous_hash BYTEA,
    hash BYTEA
);
CREATE INDEX audit_by_organisation ON audit (organisation_id, sequence);

-- What the store knows of itself: the version of the catalogue, the check of the master key, the
-- sealed pepper, the first project, whether it is claimed.
CREATE TABLE facts (
    name VARCHAR COLLATE "C" PRIMARY KEY,
    organisation_id UUID,
    number BIGINT,
    id UUID,
    sealed BYTEA
);
INSERT INTO facts (name, number) VALUES ('catalog_version', 0);
INSERT INTO facts (name, number) VALUES ('claimed', 0);
