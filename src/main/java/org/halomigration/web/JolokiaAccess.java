package org.halomigration.web;

import java.util.Map;
import org.jolokia.support.spring.actuator.JolokiaProperties;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the restrictor into Jolokia's settings here, because a line lost from a configuration file would open all of JMX. */
@Configuration(proxyBeanMethods = false)
class JolokiaAccess {

    @Bean
    static BeanPostProcessor jolokiaRestrictions() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof JolokiaProperties jolokia) {
                    jolokia.getConfig().putAll(Map.of(
                            "restrictorClass", JolokiaRestrictor.class.getName(),
                            "includeStackTrace", "false",
                            "discoveryEnabled", "false"));
                }
                return bean;
            }
        };
    }
}
