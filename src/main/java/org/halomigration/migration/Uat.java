package org.halomigration.migration;

import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.restore.Chain;
import org.halomigration.sheet.Migration;

/** What is asked of UAT: a copy for the customer's tests, its sign-off, its end. The bean {@code uat}; {@link UatCopy} makes the copy. */
public final class Uat {
    private final Journal journal;
    private final UatCopies copies;
    private final Chain chain;
    private final Instances instances;
    private final Work work;

    Uat(Journal journal, Chain chain, Instances instances, Work work) {
        this.journal = journal;
        this.copies = new UatCopies(journal);
        this.chain = chain;
        this.instances = instances;
        this.work = work;
    }

    /** Asks for a new copy; where one is on its way already, that one will do. @throws Refused when there can be none, with the reason */
    public void ask(Migration migration, String actor) {
        mayAsk(migration);
        String name = migration.name();
        boolean asked = journal.together(() -> {
            if (copies.underWay(name).isPresent()) {
                return false;
            }
            copies.ask(name, migration.target().uatDatabase(), actor);
            journal.events().happened(name, null, "uat.asked", "UAT copy " + migration.target().uatDatabase() + " asked for", null, actor);
            return true;
        });
        if (!asked) {
            notDropping(name);
        }
        work.due("uat", name);
    }

    /** @throws Refused when there can be no copy now, with the reason */
    void mayAsk(Migration migration) {
        check(migration);
        String name = migration.name();
        notDropping(name);
        if (chain.copy(migration, migration.target().mutingDatabase()).isEmpty()) {
            throw new Refused("There is nothing to make a UAT copy of " + name + " from yet: no full backup has landed, or none that is usable. Ask again when one has.");
        }
    }

    private void notDropping(String name) {
        if (copies.underWay(name).filter(copy -> copy.state().equals("dropping")).isPresent()) {
            throw new Refused("The UAT copy of " + name + " is being dropped. Ask again when it is gone.");
        }
    }

    /** As {@link #ask}, by the schedule: where there is nothing to make a copy of yet, nothing happens. */
    public void scheduled(Migration migration) {
        if (migration.target().uatDatabase() != null && !chain.copy(migration, migration.target().mutingDatabase()).isEmpty()) {
            ask(migration, "schedule");
        }
    }

    private void check(Migration migration) {
        if (migration.target() == null || migration.target().uatDatabase() == null) {
            throw new Refused("The migration file of " + migration.name() + " names no target.uat-database: there is no UAT. Give one in " + migration.file() + ".");
        }
        if (!migration.target().dialect().equals("sqlserver")) {
            throw new Refused("A UAT copy with dialect " + migration.target().dialect() + " needs an instance of its own, which is not offered. Nothing was changed.");
        }
        if (journal.phases().of(migration.name()).phase() == Phase.CLOSED) {
            throw new Refused("Migration " + migration.name() + " is closed; its backups are no longer kept.");
        }
    }

    /** The customer has tested the copy and agrees. @throws Refused without a name or without a copy that is served */
    public void signOff(Migration migration, String name) {
        UatCopies.Copy copy = maySignOff(migration, name);
        journal.together(() -> {
            copies.signed(copy.id(), name.strip());
            journal.events().happened(migration.name(), null, "uat.signed-off", "UAT copy " + copy.databaseName() + " signed off by " + name.strip(), null, name.strip());
            return copy;
        });
        UatReport.write(instances.evidence(), migration, journal, copies.newest(migration.name()).orElseThrow());
    }

    /** @return the copy that would be signed off @throws Refused as {@link #signOff} */
    UatCopies.Copy maySignOff(Migration migration, String name) {
        check(migration);
        if (name == null || name.isBlank()) {
            throw new Refused("A sign-off needs the name of whoever gives it.");
        }
        return copies.newest(migration.name()).filter(served -> served.state().equals("served"))
                .orElseThrow(() -> new Refused("There is no UAT copy of " + migration.name() + " to sign off: ask for one, and let the customer test it."));
    }

    /** Asks for the copy to be dropped. @throws Refused when there is none that the journal made */
    public void askDrop(Migration migration, String actor) {
        UatCopies.Copy copy = mayDrop(migration);
        journal.together(() -> {
            journal.events().happened(migration.name(), null, "uat.drop-asked", "UAT copy " + copy.databaseName() + " is to be dropped", null, actor);
            return copies.move(copy.id(), copy.state(), "dropping");
        });
        work.due("uat", migration.name());
    }

    /** @return the copy that would be dropped @throws Refused as {@link #askDrop} */
    UatCopies.Copy mayDrop(Migration migration) {
        check(migration);
        UatCopies.Copy copy = copies.newest(migration.name()).filter(last -> !last.state().equals("dropped"))
                .orElseThrow(() -> new Refused("There is no UAT copy of " + migration.name() + " to drop."));
        if (copy.state().equals("asked") || copy.state().equals("renamed")) {
            throw new Refused("The UAT copy of " + migration.name() + " is being made. Drop it when it is ready, or has failed.");
        }
        return copy;
    }

    /** What is to be done now: {@code make}, {@code serve} (it has its name already), {@code drop} or {@code nothing}. */
    public String toDo(Migration migration) {
        return copies.underWay(migration.name()).map(copy -> switch (copy.state()) {
            case "asked" -> "make";
            case "renamed" -> "serve";
            default -> "drop";
        }).orElse("nothing");
    }
}
