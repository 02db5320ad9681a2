package org.halomigration.web;

import java.util.Set;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;

/**
 * What Hawtio may ask of JMX. Spring Security has let in only a user by now; this keeps that user to the product, Camel and the
 * JVM's figures: no heap dump, no writing of files by diagnostic commands, and no message into an endpoint of the caller's choice,
 * which with {@code exec:} would be a shell.
 */
public final class JolokiaRestrictor implements Restrictor {
    private static final Set<String> OWN = Set.of("org.apache.camel", "org.halomigration");
    private static final Set<String> READABLE = Set.of("org.apache.camel", "org.halomigration", "java.lang", "java.nio", "quartz", "hawtio", "jolokia",
            "JMImplementation", "org.springframework.boot");
    private static final Set<RequestType> TYPES = Set.of(RequestType.READ, RequestType.LIST, RequestType.SEARCH, RequestType.VERSION, RequestType.EXEC,
            RequestType.WRITE);
    /** Operations of Camel's MBeans that send a message anywhere, or bring routes and endpoints that no file has. */
    private static final Pattern REFUSED = Pattern.compile("(send|request)(String)?Body.*|createEndpoint|addOrUpdate.*|update.*From(Xml|Yaml).*|"
            + "setUri.*|updateUri.*|set.*Property.*", Pattern.CASE_INSENSITIVE);

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
        // The JVM's start arguments and system properties are where passwords are put.
        boolean secret = "java.lang".equals(name.getDomain()) && attribute != null && Set.of("SystemProperties", "InputArguments").contains(attribute);
        return READABLE.contains(name.getDomain()) && !secret;
    }

    @Override
    public boolean isAttributeWriteAllowed(ObjectName name, String attribute) {
        return OWN.contains(name.getDomain());
    }

    @Override
    public boolean isOperationAllowed(ObjectName name, String operation) {
        // Hawtio asks its own MBeans what it may show.
        boolean hawtio = Set.of("hawtio", "jolokia").contains(name.getDomain()) && "security".equals(name.getKeyProperty("type"));
        String bare = operation.replaceFirst("\\(.*$", "");
        return hawtio || OWN.contains(name.getDomain()) && !REFUSED.matcher(bare).matches();
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
        return !READABLE.contains(name.getDomain());
    }
}
