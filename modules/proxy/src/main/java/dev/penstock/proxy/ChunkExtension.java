// SPDX-License-Identifier: Apache-2.0
package dev.penstock.proxy;

/// Passes over the extensions of a chunk size: `;name`, `;name=value`, `;name="value"`, as many as
/// there are, without white space.
final class ChunkExtension {

    private enum State {
        NAME_START,
        NAME,
        VALUE_START,
        TOKEN,
        QUOTED,
        ESCAPED,
        AFTER
    }

    private State state = State.NAME_START;

    void begin() {
        state = State.NAME_START;
    }

    /// Takes one byte.
    ///
    /// @return whether it was the CR behind the last extension
    boolean read(byte b) {
        if (state != State.QUOTED && state != State.ESCAPED && b == '\r') {
            require(state != State.NAME_START && state != State.VALUE_START);
            return true;
        }
        state =
                switch (state) {
                    case NAME_START -> token(b, State.NAME);
                    case NAME -> b == '=' ? State.VALUE_START : tokenOrNext(b, State.NAME);
                    case VALUE_START -> b == '"' ? State.QUOTED : token(b, State.TOKEN);
                    case TOKEN -> tokenOrNext(b, State.TOKEN);
                    case QUOTED -> quoted(b);
                    case ESCAPED -> {
                        require(FieldLine.value(b));
                        yield State.QUOTED;
                    }
                    case AFTER -> {
                        require(b == ';');
                        yield State.NAME_START;
                    }
                };
        return false;
    }

    private static State quoted(byte b) {
        require(FieldLine.value(b));
        return switch (b) {
            case '"' -> State.AFTER;
            case '\\' -> State.ESCAPED;
            default -> State.QUOTED;
        };
    }

    private static State tokenOrNext(byte b, State same) {
        return b == ';' ? State.NAME_START : token(b, same);
    }

    private static State token(byte b, State next) {
        require(FieldLine.token(b));
        return next;
    }

    private static void require(boolean wellFormed) {
        if (!wellFormed) {
            throw Misframed.bad("a chunk extension is malformed");
        }
    }
}
