package org.halomigration.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sheet.Checks.AgentApp;

/** Judges what Halo's API gives: the bean {@code ticket}. */
public final class Ticket {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where the API has that ticket, by Halo's API documentation: {@code GET /api/Tickets/{id}}. */
    public String address(String agentApp, long number) {
        return Logins.base(agentApp) + "/api/tickets/" + number;
    }

    /**
     * @param number the ticket that was asked for; 0 where the database has none, and then the login is all that counts
     */
    public Finding judge(String check, AgentApp agentApp, long number, int status, String answer) {
        String text = answer == null ? "" : answer;
        boolean right = number == 0 ? status == 200 || status == 404 : status == 200 && idOf(text) == number;
        if (right) {
            return new Finding(check, agentApp.url(), Severity.OK, agentApp.url() + " answers with '" + agentApp.expect() + "' and its API gives tickets", null, null);
        }
        String advice = status == 401 || status == 403
                ? "Give the API application of client id '" + agentApp.api().clientId() + "' the right to read tickets."
                : "Look whether the application uses the target database, and into its own log.";
        return new Finding(check, agentApp.url(), Severity.FAILED,
                "The API should give the newest ticket of the target database; found: status " + status + ", " + Page.brief(text), advice, "host");
    }

    private static long idOf(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json.path("id").asLong(-1);
        } catch (JsonProcessingException e) {
            return -1;
        }
    }
}
