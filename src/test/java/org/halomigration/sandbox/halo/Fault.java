package org.halomigration.sandbox.halo;

/** What can be wrong with a {@link HaloApplication}. */
public enum Fault {
    /** The portal answers with status 500. */
    PORTAL_FAILS,
    /** Every page answers with status 200, and an error in place of its content. */
    ERROR_PAGE,
    /** Every page takes thirty seconds, or until healed. */
    SLOW,
    /** Every page sends a byte now and then and never ends, until healed. */
    TRICKLES,
    /** Every page is right, and goes on for ever after that. */
    ENDLESS,
    /** The API's logins are refused. */
    API_LOGIN_REFUSED,
    /** The API knows no ticket. */
    API_WITHOUT_TICKETS,
    /** Mails stay unread. */
    MAIL_UNREAD,
    /** Mails become tickets, but nobody is answered. */
    NO_ANSWERS,
    /** The integrator does not run any more; its last run stays an hour ago. */
    INTEGRATOR_STALE
}
