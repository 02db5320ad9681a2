package org.halomigration.migration;

import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;
import org.halomigration.migration.RouteCheck.Fault;

/**
 * What a scheme's endpoints may be given.
 *
 * @param factory the component's metadata; null where it ships none, and then everything is allowed
 * @param configurer may know more options than the metadata, where a component extends another; null where there is none
 */
record EndpointOptions(String scheme, EndpointUriFactory factory, PropertyConfigurerGetter configurer) {
    /** Options that each endpoint has, whatever its own metadata says. */
    private static final Set<String> EVERY_ENDPOINT = Set.of("exchangePattern", "exceptionHandler", "bridgeErrorHandler", "lazyStartProducer",
            "synchronous", "autowiredEnabled", "browseLimit");

    static EndpointOptions of(String scheme, Component component, CamelContext camel) {
        EndpointUriFactory factory = PluginHelper.getUriFactoryResolver(camel).resolveFactory(scheme, camel);
        return new EndpointOptions(scheme, factory, component.getEndpointPropertyConfigurer() instanceof PropertyConfigurerGetter getter ? getter : null);
    }

    boolean know(String name) {
        if (factory == null || factory.isLenientProperties() || EVERY_ENDPOINT.contains(name) || name.contains("{{")) {
            return true;
        }
        Map<String, String> prefixes = factory.multiValuePrefixes();
        return factory.propertyNames().contains(name)
                || prefixes != null && prefixes.values().stream().anyMatch(name::startsWith)
                || configurer != null && configurer.getOptionType(name, true) != null;
    }

    Fault unknown(String name, int line) {
        return new Fault(line, "The endpoint '" + scheme + "' has no option '" + name + "'." + Nearest.to(name, factory.propertyNames()));
    }
}
