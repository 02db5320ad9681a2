package org.halomigration.command;

/** A card as text, for any printer. */
final class CardText {
    private CardText() {}

    static String of(Card card) {
        StringBuilder text = new StringBuilder(card.title()).append("\n").append("=".repeat(card.title().length())).append("\n");
        for (Card.Part part : card.parts()) {
            text.append("\n").append(part.heading()).append("\n").append("-".repeat(part.heading().length())).append("\n");
            if (!part.lead().isEmpty()) {
                text.append(part.lead()).append("\n");
            }
            int number = 0;
            for (Card.Step step : part.steps()) {
                text.append("%n%2d. %s%s%n".formatted(++number, step.words(), step.where().isEmpty() ? "" : " [" + step.where() + "]"));
                step.lines().forEach(line -> text.append(line.indent(6)));
            }
        }
        return text.toString().replace("\r\n", "\n").replace("\n", System.lineSeparator());
    }
}
