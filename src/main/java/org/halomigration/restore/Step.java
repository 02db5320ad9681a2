package org.halomigration.restore;

import java.math.BigDecimal;
import java.util.Map;

/**
 * One planned RESTORE, as its statement needs it.
 *
 * @param type {@code full}, {@code differential} or {@code log}: the statement is {@code restore-<type>.sql}
 * @param note what to know about it; null for nothing
 * @param values the statement's placeholders; {@code moves} are added where data files are placed
 */
public record Step(String setId, String type, BigDecimal lastLsn, String note, Map<String, Object> values) {}
