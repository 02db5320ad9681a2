package org.halomigration.migration;

import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedOperationParameter;
import org.springframework.jmx.export.annotation.ManagedResource;

/** One migration in JMX and Hawtio: where it stands, and the commands. */
@ManagedResource
public final class MigrationMBean {
    private final String name;
    private final Operations operations;

    MigrationMBean(String name, Operations operations) {
        this.name = name;
        this.operations = operations;
    }

    @ManagedAttribute(description = "Phase, as the source's journal has it; the target's where this process plays no source")
    public String getPhase() {
        return operations.phase(name).text();
    }

    @ManagedAttribute(description = "Which try this is")
    public int getAttempt() {
        return operations.attempt(name);
    }

    @ManagedAttribute(description = "Findings that stand now and are not ok")
    public String[] getFindings() {
        return operations.findings(name).toArray(String[]::new);
    }

    @ManagedOperation(description = "Begin the cutover: stops the source application, takes the tail, goes live on the target")
    public void cutover() {
        operations.cutover(name, Actor.now());
    }

    @ManagedOperation(description = "Back out: fences the target and brings the source back")
    public void backOut() {
        operations.backOut(name, Actor.now());
    }

    @ManagedOperation(description = "Ask every check before the migration now; findings and report tell the answers")
    public void preflight() {
        operations.preflight(name, Actor.now());
    }

    @ManagedOperation(description = "Try again now what has failed: when its cause is gone, but nothing that this program sees has changed")
    public void retry() {
        operations.retry(name, Actor.now());
    }

    @ManagedAttribute(description = "Whether and how fast files are sent now")
    public String getTransfers() {
        return operations.transfers(name);
    }

    @ManagedAttribute(description = "Files that are being sent now, with rate and time left")
    public String[] getSending() {
        return operations.sending(name).toArray(String[]::new);
    }

    @ManagedOperation(description = "Send nothing more until it is continued; what has arrived is kept")
    public void pauseTransfers() {
        operations.pauseTransfers(name, Actor.now());
    }

    @ManagedOperation(description = "Send again what was paused or aborted")
    public void continueTransfers() {
        operations.continueTransfers(name, Actor.now());
    }

    @ManagedOperation(description = "End what is being sent and take away what has arrived of it; send nothing more until it is continued")
    public void abortTransfers() {
        operations.abortTransfers(name, Actor.now());
    }

    @ManagedOperation(description = "Look into the backup directories now")
    public void collect() {
        operations.collect(name, Actor.now());
    }

    @ManagedOperation(description = "Restore a UAT copy of what has landed so far, muted, beside production")
    public void uat() {
        operations.uat(name, "jmx");
    }

    @ManagedOperation(description = "Record that the customer has tested the UAT copy and agrees")
    @ManagedOperationParameter(name = "by", description = "Name of whoever signs off")
    public void uatSignOff(String by) {
        operations.uatSignOff(name, by);
    }

    @ManagedOperation(description = "Drop the UAT copy")
    public void uatDrop() {
        operations.uatDrop(name, "jmx");
    }
}
