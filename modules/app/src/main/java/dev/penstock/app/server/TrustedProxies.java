// SPDX-License-Identifier: Apache-2.0
package dev.penstock.app.server;

import dev.penstock.admin.Origins;
import dev.penstock.app.settings.Network;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Believes what proxies say of their callers, when they are trusted. `X-Forwarded-For` is read from
/// its end, past every trusted address: the first other one is the caller, and what stands before it
/// was written by the caller. Where it is absent, `Forwarded` (RFC 7239) is read the same way. Scheme
/// and host are those that the nearest proxy tells.
final class TrustedProxies implements Origins {

    private static final HeaderName FOR = HeaderNames.create("x-forwarded-for");
    private static final HeaderName PROTO = HeaderNames.create("x-forwarded-proto");
    private static final HeaderName HOST = HeaderNames.create("x-forwarded-host");
    private static final HeaderName FORWARDED = HeaderNames.create("forwarded");
    private static final Pattern HOST_FORM =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:\\d{1,5})?");
    private static final Pattern PAIR = Pattern.compile("\\s*([A-Za-z]+)=(\"[^\"]*\"|[^;\"]*)\\s*");
    // Longer chains do not exist; longer headers are somebody's attempt.
    private static final int HOPS = 32;

    private final List<Network> trusted;

    TrustedProxies(List<Network> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    @Override
    public Origin of(ServerRequest request) {
        Origin direct = DIRECT.of(request);
        InetAddress peer = peer(request);
        if (peer == null || !trusts(peer)) {
            return direct;
        }
        Headers headers = request.headers();
        boolean legacy = headers.contains(FOR) || headers.contains(PROTO) || headers.contains(HOST);
        return legacy ? legacy(headers, direct, peer) : standard(headers, direct, peer);
    }

    private Origin legacy(Headers headers, Origin direct, InetAddress peer) {
        return told(
                direct,
                caller(items(headers, FOR), peer),
                last(items(headers, PROTO)),
                last(items(headers, HOST)));
    }

    private Origin standard(Headers headers, Origin direct, InetAddress peer) {
        List<String> elements = items(headers, FORWARDED);
        if (elements.isEmpty()) {
            return direct;
        }
        List<String> callers = elements.stream().map(element -> value(element, "for")).toList();
        String nearest = elements.getLast();
        return told(direct, caller(callers, peer), value(nearest, "proto"), value(nearest, "host"));
    }

    private static Origin told(Origin direct, InetAddress caller, String proto, String host) {
        return new Origin(
                caller.getHostAddress(),
                proto.isEmpty() ? direct.secure() : proto.equalsIgnoreCase("https"),
                HOST_FORM.matcher(host).matches() ? host : direct.host());
    }

    private InetAddress caller(List<String> chain, InetAddress peer) {
        InetAddress caller = peer;
        for (String hop : chain.reversed()) {
            InetAddress address = address(hop);
            if (address == null) {
                return caller;
            }
            caller = address;
            if (!trusts(address)) {
                return caller;
            }
        }
        return caller;
    }

    private boolean trusts(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    private static @Nullable InetAddress peer(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress socket
                ? socket.getAddress()
                : null;
    }

    /// An address as it is forwarded: alone, or with a port; IPv6 with a port in brackets.
    private static @Nullable InetAddress address(String hop) {
        String text = hop;
        if (text.startsWith("[") && text.contains("]")) {
            text = text.substring(1, text.indexOf(']'));
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            text = text.substring(0, text.indexOf(':'));
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static List<String> items(Headers headers, HeaderName name) {
        List<String> items = new ArrayList<>();
        for (String line : headers.all(name, List::of)) {
            for (String item : line.split(",", -1)) {
                items.add(item.strip());
            }
        }
        return items.subList(Math.max(0, items.size() - HOPS), items.size());
    }

    private static String last(List<String> items) {
        return items.isEmpty() ? "" : items.getLast();
    }

    private static String value(String element, String name) {
        for (String part : element.split(";", -1)) {
            Matcher pair = PAIR.matcher(part);
            if (pair.matches() && pair.group(1).toLowerCase(Locale.ROOT).equals(name)) {
                return pair.group(2).replace("\"", "").strip();
            }
        }
        return "";
    }
}
