package org.halomigration.check;

import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the beans that the checks' routes call. */
@Configuration(proxyBeanMethods = false)
class CheckConfiguration {

    @Bean
    Answers finding() {
        return new Answers();
    }

    @Bean
    Patience patience(Clock clock) {
        return new Patience(clock);
    }

    @Bean
    Page page() {
        return new Page();
    }

    @Bean
    Ticket ticket() {
        return new Ticket();
    }

    @Bean
    AnswerLimit answerLimit(@Value("${halo.checks.answer-limit:20s}") Duration limit) {
        return new AnswerLimit(limit);
    }

    @Bean
    Logins logins(CamelContext camel, @Value("${halo.checks.answer-limit:20s}") Duration limit) {
        return new Logins(camel, limit);
    }

    @Bean
    CheckMail checkMail() {
        return new CheckMail();
    }

    @Bean
    Mailbox mailbox(@Value("${halo.checks.answer-limit:20s}") Duration limit) {
        return new Mailbox(limit);
    }

    @Bean
    Heartbeat heartbeat(Clock clock) {
        return new Heartbeat(clock);
    }

    @Bean
    StatementFindings statementFindings() {
        return new StatementFindings();
    }

    @Bean
    Names names(@Value("${halo.checks.answer-limit:20s}") Duration limit) {
        return new Names(limit);
    }

    @Bean
    Certificates certificates(@Value("${halo.checks.answer-limit:20s}") Duration limit, Clock clock) {
        return new Certificates(limit, clock, null);
    }

    @Bean
    MailAccess mailAccess(@Value("${halo.checks.answer-limit:20s}") Duration limit) {
        return new MailAccess(limit);
    }

    @Bean
    LandingZoneProbe landingZoneProbe(@Value("${halo.checks.answer-limit:20s}") Duration limit) {
        return new LandingZoneProbe(limit);
    }

    @Bean
    Declarations declarations() {
        return new Declarations();
    }

    @Bean
    Rehearsals rehearsals() {
        return new Rehearsals();
    }

    @Bean
    KeyFile keyFile() {
        return new KeyFile();
    }
}
