package org.halomigration.web;

import java.util.Set;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who may ask what of JMX: Hawtio asks everything of one address by POST, so that only here a look can be told from a deed. Viewers read
 * what is on the list below, operators read more and run the product's operations, admins start and stop routes, too. Nobody gets a heap
 * dump, a diagnostic command, or a message into an endpoint of his choice, which with {@code exec:} would be a shell.
 */
public final class JolokiaRestrictor implements Restrictor {
    private static final String PRODUCT = "org.halomigration";
    private static final String CAMEL = "org.apache.camel";
    private static final Set<RequestType> TYPES = Set.of(RequestType.READ, RequestType.LIST, RequestType.SEARCH, RequestType.VERSION, RequestType.EXEC);
    private static final Set<String> READABLE_BY_OPERATORS = Set.of(PRODUCT, CAMEL, "java.lang", "java.nio", "quartz", "hawtio", "jolokia", "JMImplementation",
            "org.springframework.boot");
    /** The JVM's start arguments and system properties are where passwords are put. */
    private static final Set<String> SECRET = Set.of("SystemProperties", "InputArguments");
    private static final Set<String> CAMEL_TYPES_FOR_VIEWERS = Set.of("context", "routes", "processors");
    /** Which route it is, whether it runs, and how much has gone through. */
    private static final Pattern CAMEL_ATTRIBUTES_FOR_VIEWERS = Pattern.compile(
            "CamelId|CamelVersion|ManagementName|Description|State|StateDescription|Uptime|UptimeMillis|RouteId|RouteGroup|ProcessorId|ProcessorName|SourceLocationShort|"
                    + "StartedRoutes|TotalRoutes|StatisticsEnabled|Exchanges\\w+|ExternalRedeliveries|FailuresHandled|Redeliveries|InflightExchanges|"
                    + "(Min|Max|Mean|Last|Delta|Total)ProcessingTime|IdleSince|Load\\d\\d|Throughput|(First|Last)Exchange\\w+Timestamp");
    /** How Hawtio draws routes: they describe, and change nothing. */
    private static final Pattern DESCRIBES_ROUTES = Pattern.compile("dump(Routes?|RouteStats|RoutesStats|Stats|StepStats)As(Xml|Yaml|JSon|Json|Source\\w*)|dumpRouteSourceLocationsAsXml");
    private static final Pattern SWITCHES_ROUTES = Pattern.compile("start|stop|stopAndFail|suspend|resume|restart");

    @Override
    public boolean isHttpMethodAllowed(HttpMethod method) {
        return method == HttpMethod.POST;
    }

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return TYPES.contains(type);
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName name, String attribute) {
        String domain = name.getDomain();
        if (may(UserRole.OPERATOR)) {
            return READABLE_BY_OPERATORS.contains(domain) && !(attribute != null && SECRET.contains(attribute));
        }
        boolean camels = CAMEL.equals(domain)
                && CAMEL_TYPES_FOR_VIEWERS.contains(String.valueOf(name.getKeyProperty("type")))
                && attribute != null
                && CAMEL_ATTRIBUTES_FOR_VIEWERS.matcher(attribute).matches();
        return may(UserRole.VIEWER) && (PRODUCT.equals(domain) || camels);
    }

    /** Whatever can be set at run time has an operation or a file of its own. */
    @Override
    public boolean isAttributeWriteAllowed(ObjectName name, String attribute) {
        return false;
    }

    @Override
    public boolean isOperationAllowed(ObjectName name, String operation) {
        String domain = name.getDomain();
        String bare = operation.replaceFirst("\\(.*$", "");
        if (PRODUCT.equals(domain)) {
            return may(UserRole.OPERATOR);
        }
        if (CAMEL.equals(domain) && DESCRIBES_ROUTES.matcher(bare).matches()) {
            return may(UserRole.OPERATOR);
        }
        if (CAMEL.equals(domain) && "routes".equals(name.getKeyProperty("type"))) {
            return SWITCHES_ROUTES.matcher(bare).matches() && may(UserRole.ADMIN);
        }
        // Hawtio asks its own MBeans what it may show.
        return Set.of("hawtio", "jolokia").contains(domain) && "security".equals(name.getKeyProperty("type")) && may(UserRole.OPERATOR);
    }

    @Override
    public boolean isRemoteAccessAllowed(String... hostOrAddress) {
        return true;
    }

    /** No other site's script, whatever the browser thinks of it; the same origin sends none or is not asked. */
    @Override
    public boolean isOriginAllowed(String origin, boolean onlyWhenStrictCheckingIsEnabled) {
        return onlyWhenStrictCheckingIsEnabled;
    }

    @Override
    public boolean isObjectNameHidden(ObjectName name) {
        boolean forViewers = PRODUCT.equals(name.getDomain())
                || CAMEL.equals(name.getDomain()) && CAMEL_TYPES_FOR_VIEWERS.contains(String.valueOf(name.getKeyProperty("type")));
        return !(may(UserRole.OPERATOR) ? READABLE_BY_OPERATORS.contains(name.getDomain()) : may(UserRole.VIEWER) && forViewers);
    }

    private static boolean may(UserRole role) {
        return role.isOf(SecurityContextHolder.getContext().getAuthentication());
    }
}
