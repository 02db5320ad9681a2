package org.halomigration.command;

/** A card as one page of HTML that needs nothing beside it, for a browser to print. */
final class CardHtml {
    private static final String STYLE = "body{font:11pt/1.4 sans-serif;max-width:50em;margin:2em auto;padding:0 1em}h1{font-size:1.4em}h2{font-size:1.15em;border-bottom:1px solid;break-after:avoid}"
            + "li{margin:.6em 0;break-inside:avoid}.where{font-style:italic}pre{font-size:9pt;white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid #777;padding:.5em;margin:.3em 0}";

    private CardHtml() {}

    static String of(Card card) {
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>" + escaped(card.title()) + "</title><style>" + STYLE + "</style></head>\n<body>\n");
        page.append("<h1>").append(escaped(card.title())).append("</h1>\n");
        for (Card.Part part : card.parts()) {
            page.append("<h2>").append(escaped(part.heading())).append("</h2>\n");
            if (!part.lead().isEmpty()) {
                page.append("<p>").append(escaped(part.lead())).append("</p>\n");
            }
            page.append("<ol>\n");
            part.steps().forEach(step -> page.append(item(step)));
            page.append("</ol>\n");
        }
        return page.append("</body>\n</html>").toString();
    }

    private static String item(Card.Step step) {
        String where = step.where().isEmpty() ? "" : " <span class=\"where\">" + escaped(step.where()) + "</span>";
        String lines = step.lines().isEmpty() ? "" : "<pre>" + escaped(String.join("\n", step.lines())) + "</pre>";
        return "<li>" + escaped(step.words()) + where + lines + "</li>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
