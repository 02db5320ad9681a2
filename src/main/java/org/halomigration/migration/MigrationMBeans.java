package org.halomigration.migration;

import java.util.HashSet;
import java.util.Set;
import javax.management.JMException;
import javax.management.ObjectName;
import org.springframework.jmx.export.MBeanExporter;
import org.springframework.jmx.export.annotation.AnnotationJmxAttributeSource;
import org.springframework.jmx.export.assembler.MetadataMBeanInfoAssembler;
import org.springframework.jmx.support.RegistrationPolicy;

/** Puts each migration into JMX as {@code org.halomigration:type=Migration,name="acme"}. */
public final class MigrationMBeans {
    private final Operations operations;
    private final MBeanExporter exporter = new MBeanExporter();
    private final Set<String> known = new HashSet<>();

    MigrationMBeans(Operations operations) {
        this.operations = operations;
        exporter.setAssembler(new MetadataMBeanInfoAssembler(new AnnotationJmxAttributeSource()));
        exporter.setRegistrationPolicy(RegistrationPolicy.REPLACE_EXISTING);
        exporter.setAutodetect(false);
        exporter.afterPropertiesSet();
    }

    synchronized void show(String migration) {
        if (!known.add(migration)) {
            return;
        }
        try {
            exporter.registerManagedResource(
                    new MigrationMBean(migration, operations), new ObjectName("org.halomigration:type=Migration,name=" + ObjectName.quote(migration)));
        } catch (JMException e) {
            throw new IllegalStateException("Migration " + migration + " cannot be shown in JMX: " + e.getMessage(), e);
        }
    }
}
