package org.halomigration.sandbox.halo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A mail server on loopback that lets nobody in, in the words of Microsoft's: the sign-in is right, and a policy blocks it. It speaks SMTP and IMAP as far as the login. */
public final class RefusingMailServer implements AutoCloseable {
    private static final String BLOCKED = "Access has been blocked by Conditional Access policies";

    private final ServerSocket smtp = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final ServerSocket imap = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    private RefusingMailServer() throws IOException {
        serve(smtp, "220 sandbox\r\n", RefusingMailServer::smtp);
        serve(imap, "* OK sandbox\r\n", RefusingMailServer::imap);
    }

    public static RefusingMailServer start() throws IOException {
        return new RefusingMailServer();
    }

    public int smtpPort() {
        return smtp.getLocalPort();
    }

    public int imapPort() {
        return imap.getLocalPort();
    }

    private static String smtp(String line) {
        if (line.startsWith("EHLO")) {
            return "250-sandbox\r\n250 AUTH LOGIN PLAIN\r\n";
        }
        return line.startsWith("AUTH") ? "535 5.7.139 Authentication unsuccessful, " + BLOCKED + "\r\n" : "221 bye\r\n";
    }

    private static String imap(String line) {
        String tag = line.split(" ")[0];
        String command = line.substring(tag.length()).strip().toUpperCase(Locale.ROOT);
        if (command.startsWith("CAPABILITY")) {
            return "* CAPABILITY IMAP4rev1\r\n" + tag + " OK done\r\n";
        }
        return command.startsWith("LOGOUT") ? "* BYE\r\n" + tag + " OK done\r\n" : tag + " NO [AUTHENTICATIONFAILED] " + BLOCKED + "\r\n";
    }

    private static void serve(ServerSocket server, String greeting, UnaryOperator<String> answer) {
        Thread serving = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept(); OutputStream out = client.getOutputStream();
                        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
                    out.write(greeting.getBytes(StandardCharsets.US_ASCII));
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        out.write(answer.apply(line).getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (IOException gone) {
                    // The client or the server itself is closed; the loop's condition tells which.
                }
            }
        }, "sandbox-refusing-mail");
        serving.setDaemon(true);
        serving.start();
    }

    @Override
    public void close() throws IOException {
        smtp.close();
        imap.close();
    }
}
