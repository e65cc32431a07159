// SPDX-License-Identifier: Apache-2.0

/// The embedded database or PostgreSQL, the journal and encryption at rest, behind the ports of `state`.
module dev.penstock.storage {
    requires com.h2database;
    requires com.zaxxer.hikari;
    requires dev.penstock.state;
    requires flyway.core;
    requires java.sql;
    requires org.postgresql.jdbc;
    requires tools.jackson.core;

    provides dev.penstock.state.StoreFactory with
            dev.penstock.storage.DatabaseStoreFactory;
}
