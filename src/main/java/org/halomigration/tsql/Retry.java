package org.halomigration.tsql;

/** What a second try of the same statement is good for. */
public enum Retry {
    /** It fails again until somebody changes something. */
    NEVER,
    /** Something that is on its way is missing: try when it has arrived. */
    WAIT,
    /** It may succeed in a moment. */
    RETRY,
    /** The file is looked at again, and must be transferred again where it is not as it was sent. */
    RESEND,
    /** Read the server's state and plan anew. */
    REPLAN,
    /** What was asked is there already: confirm by LSN and go on. */
    COVERED,
    /** Says only that another message, before it, holds the cause. */
    WRAPPER
}
