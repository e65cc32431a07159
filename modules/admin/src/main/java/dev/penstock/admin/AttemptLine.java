// SPDX-License-Identifier: Apache-2.0
package dev.penstock.admin;

import dev.penstock.inference.LedgerEntry;

/// An attempt as a line of comma-separated values.
final class AttemptLine {

    static final String HEAD =
            Csv.line(
                    "attempt",
                    "call",
                    "key",
                    "provider",
                    "provider_type",
                    "route",
                    "public_model",
                    "upstream_model",
                    "credential",
                    "endpoint",
                    "stream",
                    "state",
                    "outcome",
                    "status",
                    "opened",
                    "closed",
                    "first_content_ms",
                    "latency_ms",
                    "usage_source",
                    "input_tokens",
                    "output_tokens",
                    "cost_usd",
                    "price_version",
                    "upstream_cost_usd",
                    "upstream_id");

    private AttemptLine() {}

    static String of(LedgerEntry entry) {
        AttemptView view = AttemptView.of(entry);
        AttemptView.Usage usage = view.usage();
        return Csv.line(
                view.attempt(),
                view.call(),
                view.key(),
                view.provider(),
                view.providerType(),
                view.route(),
                view.publicModel(),
                view.upstreamModel(),
                view.credential(),
                view.endpoint(),
                view.stream(),
                view.state(),
                view.outcome(),
                view.status(),
                view.opened(),
                view.closed(),
                view.firstContentMs(),
                view.latencyMs(),
                usage == null ? null : usage.source(),
                usage == null ? null : usage.inputTokens(),
                usage == null ? null : usage.outputTokens(),
                view.costUsd(),
                view.priceVersion(),
                view.upstreamCostUsd(),
                view.upstreamId());
    }
}
