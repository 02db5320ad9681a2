package org.halomigration;

import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashSet;
import java.util.Set;

/** Dependencies point one way, names say what a thing is, and nothing of a test reaches production. */
@AnalyzeClasses(packages = "org.halomigration", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
    @ArchTest
    static final ArchRule theJournalKnowsNothingOfWhatItRecords = only("journal");

    @ArchTest
    static final ArchRule theSheetIsALeaf = only("sheet");

    @ArchTest
    static final ArchRule tsqlKnowsTheSheetOnly = only("tsql", "sheet");

    @ArchTest
    static final ArchRule sftpIsALeaf = only("sftp");

    @ArchTest
    static final ArchRule backupsAreWorkedOutFromTheJournalsRecordsAtMost = only("backup", "journal", "sheet");

    @ArchTest
    static final ArchRule transferKnowsNoRestore = only("transfer", "backup", "journal", "sheet", "sftp", "tsql");

    @ArchTest
    static final ArchRule restoreKnowsNoTransfer = only("restore", "backup", "journal", "sheet", "tsql");

    @ArchTest
    static final ArchRule checksKnowNeither = only("check", "backup", "journal", "sheet", "tsql");

    @ArchTest
    static final ArchRule theMigrationKnowsNoPages = only("migration", "restore", "transfer", "check", "backup", "journal", "sheet", "sftp", "tsql");

    @ArchTest
    static final ArchRule commandsKnowNoPages = only("command", "migration", "restore", "transfer", "check", "backup", "journal", "sheet", "sftp", "tsql");

    @ArchTest
    static final ArchRule commandsRunWithoutSpring = noClasses()
            .that()
            .resideInAPackage("org.halomigration.command..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache.camel..");

    @ArchTest
    static final ArchRule nobodyKnowsThePages = noClasses()
            .that()
            .resideOutsideOfPackages("org.halomigration", "org.halomigration.web..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.halomigration.web..");

    @ArchTest
    static final ArchRule noPackageGoesInCircles = slices().matching("org.halomigration.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses().should().haveNameMatching(".*[.$][^.]*(Util|Manager|Impl|Helper|Common)[^.]*");

    @ArchTest
    static final ArchRule productionStandsWithoutTests = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.halomigration.sandbox..", "org.junit..", "org.assertj..", "org.awaitility..", "org.hamcrest..", "org.mockito..", "net.jqwik..", "com.tngtech..",
                    "org.testcontainers..", "com.icegreen..", "org.apache.sshd.sftp..", "org.apache.sshd.server..", "net.sourceforge.jtds..", "com.networknt..",
                    "org.apache.camel.test..", "org.apache.camel.catalog..", "org.springframework.test..", "org.springframework.boot.test..", "org.springframework.security.test..");

    @ArchTest
    static final ArchRule whatIsPublicIsNoState = fields()
            .that()
            .areDeclaredInClassesThat()
            .arePublic()
            .and(DescribedPredicate.<JavaField>describe("are written by hand", field -> !field.getModifiers().contains(SYNTHETIC)))
            .and()
            .arePublic()
            .should()
            .beStatic()
            .andShould()
            .beFinal();

    @ArchTest
    static final ArchRule everyPackageHasItsPlace = classes()
            .should()
            .resideInAnyPackage(
                    "org.halomigration", "..halomigration.web..", "..halomigration.command..", "..halomigration.migration..", "..halomigration.restore..", "..halomigration.transfer..",
                    "..halomigration.check..", "..halomigration.backup..", "..halomigration.journal..", "..halomigration.sheet..", "..halomigration.sftp..", "..halomigration.tsql..");

    @ArchTest
    static void theRulesFindWhatTheyLookFor(JavaClasses production) {
        JavaClasses wrong = new ClassFileImporter().importClasses(LayersTest.class, OpenHelper.class);
        assertThat(namesSayWhatAThingIs.evaluate(wrong).getFailureReport().getDetails()).hasSize(1).first().asString().contains("OpenHelper");
        assertThat(whatIsPublicIsNoState.evaluate(wrong).getFailureReport().getDetails()).hasSize(2).allSatisfy(detail -> assertThat(detail).contains("OpenHelper.state"));
        assertThat(productionStandsWithoutTests.evaluate(wrong).hasViolation()).isTrue();
        assertThat(only("tsql").evaluate(production).hasViolation()).isTrue();
        assertThat(only("transfer", "backup", "sheet", "tsql").evaluate(production).hasViolation()).isTrue();
    }

    /** Neither its name nor its field would do in production. */
    public static class OpenHelper {
        public String state;
    }

    /** Of this product's packages, {@code own} depends on itself and the named ones. */
    private static ArchRule only(String own, String... others) {
        Set<String> allowed = new HashSet<>(Set.of(others));
        allowed.add(own);
        return noClasses()
                .that()
                .resideInAPackage("org.halomigration." + own + "..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe("belong to this product, but not to " + allowed, target -> ours(target) && allowed.stream().noneMatch(name -> in(target, name))));
    }

    private static boolean ours(JavaClass type) {
        return type.getPackageName().equals("org.halomigration") || type.getPackageName().startsWith("org.halomigration.");
    }

    private static boolean in(JavaClass type, String name) {
        String room = "org.halomigration." + name;
        return type.getPackageName().equals(room) || type.getPackageName().startsWith(room + ".");
    }
}
