package org.halomigration.sandbox;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.halomigration.HaloMigrationApplication;
import org.halomigration.journal.Events.Event;
import org.halomigration.journal.Journal;
import org.halomigration.migration.Operations;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What {@link ProductProcess} runs: the whole product, which says on its standard output what it has committed, and stands still right
 * after the commit that it is told to stop at.
 */
final class HeldProduct {
    static final String ROW = "ROW ";
    static final String PROGRESS = "PROGRESS ";
    static final String HELD = "HELD ";
    static final String HOLD = "product.hold";

    private HeldProduct() {}

    public static void main(String[] args) throws Exception {
        ConfigurableApplicationContext application = new SpringApplicationBuilder(HaloMigrationApplication.class)
                .initializers(context -> context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
                    @Override
                    public Object postProcessAfterInitialization(Object bean, String name) {
                        if (bean instanceof Journal journal) {
                            journal.events().listen(event -> happened(journal.role(), event));
                        }
                        return bean;
                    }
                }))
                .run(args);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            Operations operations = application.getBean(Operations.class);
            String migration = line.substring(line.indexOf(' ') + 1);
            if (line.startsWith("uat ")) {
                operations.uat(migration, "operator");
            } else {
                operations.cutover(migration, "operator");
            }
        }
    }

    private static void happened(String role, Event event) {
        String name = role + " " + event.kind();
        boolean progress = event.kind().endsWith(".progress");
        System.out.println((progress ? PROGRESS : ROW) + line(role, event.kind(), event.setId() == null ? "-" : event.setId(), event.text()));
        if (name.equals(System.getProperty(HOLD))) {
            System.out.println(HELD + name);
            stand();
        }
    }

    /** One event as one line. */
    static String line(String role, String kind, String set, String text) {
        return role + " " + kind + " " + set + " " + text.replaceAll("\\s+", " ");
    }

    private static void stand() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
