package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One remote procedure call (MS-TDS "RPC Request"). */
record TdsRpc(String name, List<Argument> arguments) {
    /** Names of ProcID 1 to 15. */
    private static final List<String> KNOWN = List.of("", "sp_cursor", "sp_cursoropen", "sp_cursorprepare", "sp_cursorexecute", "sp_cursorprepexec",
        "sp_cursorunprepare", "sp_cursorfetch", "sp_cursoroption", "sp_cursorclose", "sp_executesql", "sp_prepare", "sp_execute", "sp_prepexec",
        "sp_prepexecrpc", "sp_unprepare");

    /** @param name with its @, or empty: passed by position */
    record Argument(String name, boolean output, SqlType type, Object value) {
        String text() {
            return value == null ? "" : value.toString();
        }

        int number() throws TdsProtocolException {
            if (value instanceof Number number) {
                return number.intValue();
            }
            throw new TdsProtocolException("A handle is expected where the call has " + value + ".");
        }
    }

    /** All calls of one message, in order; a batch of a driver holds several. */
    static List<TdsRpc> read(byte[] data, TdsVersion version) throws TdsProtocolException {
        TdsBuffer in = new TdsBuffer(data);
        in.skipAllHeaders(version);
        List<TdsRpc> calls = new ArrayList<>();
        while (in.hasMore()) {
            calls.add(call(in, version));
        }
        return calls;
    }

    private static TdsRpc call(TdsBuffer in, TdsVersion version) throws TdsProtocolException {
        int length = in.u16();
        String name = length == 0xFFFF ? known(in.u16()) : in.text(length);
        in.u16(); // OptionFlags: recompile and no metadata do not matter here
        List<Argument> arguments = new ArrayList<>();
        while (in.hasMore()) {
            if (in.peek() >= 0x80) { // BatchFlag 0x80 (to 7.1), 0xFF and NoExecFlag 0xFE (from 7.2): another call follows
                in.u8();
                break;
            }
            String parameter = in.shortText();
            boolean output = (in.u8() & 1) != 0;
            TdsParameterReader.Typed typed = new TdsParameterReader(in, version).read();
            arguments.add(new Argument(parameter, output, typed.type(), typed.value()));
        }
        return new TdsRpc(name, arguments);
    }

    private static String known(int id) throws TdsProtocolException {
        if (id < 1 || id >= KNOWN.size()) {
            throw new TdsProtocolException("A procedure with the number " + id + " is not known; 1 to 15 are.");
        }
        return KNOWN.get(id);
    }

    /** The name without schema and brackets, in lower case. */
    String plainName() {
        String last = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return last.replaceAll("[\\[\\]\"]", "").replaceFirst(";1$", "").strip();
    }

    Argument argument(int index) throws TdsProtocolException {
        if (index >= arguments.size()) {
            throw new TdsProtocolException("Procedure " + name + " expects at least " + (index + 1) + " parameters; the call has " + arguments.size() + ".");
        }
        return arguments.get(index);
    }

    List<Argument> from(int index) {
        return arguments.subList(Math.min(index, arguments.size()), arguments.size());
    }
}
