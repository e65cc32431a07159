-- SPDX-License-Identifier: Apache-2.0

-- Sums of closed rows of the ledger per hour and per day (UTC, by the time of opening), kept in the
-- transaction that closes a row. A call counts where its first attempt counts.
ALTER TABLE ledger ADD COLUMN begins_call BOOLEAN DEFAULT FALSE NOT NULL;
UPDATE ledger SET begins_call = TRUE WHERE NOT EXISTS (SELECT 1 FROM ledger e
    WHERE e.call_id = ledger.call_id AND e.attempt_id < ledger.attempt_id);

CREATE TABLE rollup_hours (
    organisation_id UUID NOT NULL,
    team_id UUID NOT NULL,
    project_id UUID NOT NULL,
    key_id UUID NOT NULL,
    provider VARCHAR NOT NULL,
    upstream_model VARCHAR NOT NULL,
    public_model VARCHAR NOT NULL,
    outcome_class VARCHAR NOT NULL,
    started TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    calls BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    unpriced BIGINT NOT NULL,
    cost_nanos BIGINT NOT NULL,
    input_tokens BIGINT NOT NULL,
    cache_read_tokens BIGINT NOT NULL,
    cache_write_5m_tokens BIGINT NOT NULL,
    cache_write_1h_tokens BIGINT NOT NULL,
    audio_input_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    reasoning_tokens BIGINT NOT NULL,
    audio_output_tokens BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, started, team_id, project_id, key_id, provider, upstream_model,
        public_model, outcome_class)
);

CREATE TABLE rollup_days (
    organisation_id UUID NOT NULL,
    team_id UUID NOT NULL,
    project_id UUID NOT NULL,
    key_id UUID NOT NULL,
    provider VARCHAR NOT NULL,
    upstream_model VARCHAR NOT NULL,
    public_model VARCHAR NOT NULL,
    outcome_class VARCHAR NOT NULL,
    started TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    calls BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    unpriced BIGINT NOT NULL,
    cost_nanos BIGINT NOT NULL,
    input_tokens BIGINT NOT NULL,
    cache_read_tokens BIGINT NOT NULL,
    cache_write_5m_tokens BIGINT NOT NULL,
    cache_write_1h_tokens BIGINT NOT NULL,
    audio_input_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    reasoning_tokens BIGINT NOT NULL,
    audio_output_tokens BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, started, team_id, project_id, key_id, provider, upstream_model,
        public_model, outcome_class)
);

INSERT INTO rollup_hours
SELECT organisation_id, team_id, project_id, key_id, provider, upstream_model, public_model,
    CASE WHEN state = 'RELEASED' THEN 'released' WHEN outcome = 'ok' THEN 'ok' ELSE 'failed' END,
    DATE_TRUNC('hour', opened),
    COUNT(CASE WHEN begins_call THEN 1 END), COUNT(*), COUNT(CASE WHEN outcome <> 'ok' THEN 1 END),
    COUNT(CASE WHEN state = 'SETTLED' AND price_version IS NULL THEN 1 END),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN cost_nanos END), 0),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN input_tokens END), 0),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN cache_read_tokens END), 0),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN cache_write_5m_tokens END), 0),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN cache_write_1h_tokens END), 0),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN audio_input_tokens END), 0),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN output_tokens END), 0),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN reasoning_tokens END), 0),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN audio_output_tokens END), 0)
FROM ledger WHERE state <> 'OPEN'
GROUP BY organisation_id, team_id, project_id, key_id, provider, upstream_model, public_model,
    CASE WHEN state = 'RELEASED' THEN 'released' WHEN outcome = 'ok' THEN 'ok' ELSE 'failed' END,
    DATE_TRUNC('hour', opened);

INSERT INTO rollup_days
SELECT organisation_id, team_id, project_id, key_id, provider, upstream_model, public_model,
    CASE WHEN state = 'RELEASED' THEN 'released' WHEN outcome = 'ok' THEN 'ok' ELSE 'failed' END,
    DATE_TRUNC('day', opened),
    COUNT(CASE WHEN begins_call THEN 1 END), COUNT(*), COUNT(CASE WHEN outcome <> 'ok' THEN 1 END),
    COUNT(CASE WHEN state = 'SETTLED' AND price_version IS NULL THEN 1 END),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN cost_nanos END), 0),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN input_tokens END), 0),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN cache_read_tokens END), 0),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN cache_write_5m_tokens END), 0),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN cache_write_1h_tokens END), 0),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN audio_input_tokens END), 0),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN output_tokens END), 0),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN reasoning_tokens END), 0),
    COALESCE(SUM(CASE WHEN state = 'SETTLED' THEN audio_output_tokens END), 0)
FROM ledger WHERE state <> 'OPEN'
GROUP BY organisation_id, team_id, project_id, key_id, provider, upstream_model, public_model,
    CASE WHEN state = 'RELEASED' THEN 'released' WHEN outcome = 'ok' THEN 'ok' ELSE 'failed' END,
    DATE_TRUNC('day', opened);
