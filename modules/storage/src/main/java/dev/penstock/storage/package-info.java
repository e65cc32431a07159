// SPDX-License-Identifier: Apache-2.0

/// State in a database, with a journal in front of the ledger.
///
/// Three rules hold everywhere. Statements run only on the store's own threads, so an interrupt of a
/// caller never reaches a file of the database. Every wait has a deadline. What a caller is told is
/// done survives the death of the process.
@NullMarked
package dev.penstock.storage;

import org.jspecify.annotations.NullMarked;
