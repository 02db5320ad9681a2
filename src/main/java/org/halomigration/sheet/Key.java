package org.halomigration.sheet;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A key of the information sheet. The reader, the JSON schema and the table in {@code docs/information-sheet.md} are all made of these, so
 * a key is described once, here. A record component without it is not read from the sheet.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Key {
    /** What it is for, one sentence for the documentation. */
    String value();

    /** The key in the sheet, where it is not the component's name in kebab-case (a Java word, for instance). */
    String name() default "";

    Need need() default Need.NEVER;

    /** Which role uses what stands below it. To the other role its secrets may be missing, and its rules are not applied. */
    Need usedBy() default Need.ALWAYS;

    Format format() default Format.BY_TYPE;

    /** The only values allowed; empty: any. */
    String[] oneOf() default {};

    /** As it would be written in YAML; a section with {@code {}} is made of its own defaults when it is absent. */
    String byDefault() default "";

    /** As it would be written in YAML; for the documentation. */
    String example() default "";

    /** Whether what <code>${…}</code> brings into this text is masked wherever it shows, as a {@link Secret} is. */
    boolean masked() default false;
}
