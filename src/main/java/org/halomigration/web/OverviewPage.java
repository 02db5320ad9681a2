package org.halomigration.web;

import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.halomigration.migration.RouteFiles;
import org.halomigration.web.Overview.Problem;
import org.halomigration.web.Overview.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page: every migration, and every file that is left out. */
@Controller
class OverviewPage {
    private static final Logger LOG = LoggerFactory.getLogger(OverviewPage.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z");

    private final ObjectProvider<Overview> overview;
    private final RouteFiles routes;

    OverviewPage(ObjectProvider<Overview> overview, RouteFiles routes) {
        this.overview = overview;
        this.routes = routes;
    }

    @GetMapping("/")
    String show(Model model, HttpServletResponse response) {
        List<Problem> problems = new ArrayList<>();
        routes.problems().forEach(problem -> problems.add(new Problem(problem.place(), problem.message())));
        List<Line> lines = List.of();
        List<Overview.Finding> findings = List.of();
        boolean unreadable = false;
        try {
            Overview known = overview.getIfAvailable();
            if (known != null) {
                lines = known.migrations().stream().map(Line::new).toList();
                findings = known.findings();
                problems.addAll(known.problems());
            }
        } catch (RuntimeException e) {
            // What it says may name files and addresses: it belongs into the log.
            LOG.error("The overview cannot be read from the journal", e);
            unreadable = true;
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
        model.addAttribute("unreadable", unreadable);
        model.addAttribute("lines", lines);
        model.addAttribute("findings", findings);
        model.addAttribute("problems", problems);
        return "overview";
    }

    /** A row in words. */
    record Line(Row row) {
        public String time() {
            return row.lastEventAt() == null ? "" : TIME.format(row.lastEventAt().atZone(ZoneId.systemDefault()));
        }

        public boolean attention() {
            return row.openFindings() > 0;
        }
    }
}
