-- SPDX-License-Identifier: Apache-2.0

-- Which gateways run, each start by itself: the open calls of those that have fallen silent are settled by
-- others.
CREATE TABLE replicas (
    boot UUID PRIMARY KEY,
    organisation_id UUID,
    replica VARCHAR NOT NULL,
    started TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    beat TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
