-- SPDX-License-Identifier: Apache-2.0

-- Which gateways run, each start by itself: the open calls of those that have fallen silent are settled by
-- others.
CREATE TABLE replicas (
    boot UUID PRIMARY KEY,
    organisation_id UUID,
    replica VARCHAR COLLATE "C" NOT NULL,
    started TIMESTAMPTZ(6) NOT NULL,
    beat TIMESTAMPTZ(6) NOT NULL
);
