// SPDX-License-Identifier: Apache-2.0
package dev.penstock.state;

import java.time.Duration;

/// What a database server tells of itself.
///
/// @param version such as `17.5`
/// @param latency of the shortest of a few questions
/// @param ahead how far its clock is ahead of ours; negative when it is behind
public record DatabaseServer(String version, Duration latency, Duration ahead) {}
