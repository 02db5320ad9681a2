package org.halomigration.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.halomigration.transfer.SettableClock;
import org.junit.jupiter.api.Test;

class LoginLimitTest {
    private final SettableClock clock = new SettableClock();
    private final LoginLimit limit = new LoginLimit(clock);

    @Test
    void theSixthTryForAUserWaitsTwiceAsLongEachTime() {
        fail(LoginLimit.PER_USER, "ada", "10.0.0.");

        assertThat(limit.begin("ada", "10.0.1.1")).isEqualTo(Duration.ofSeconds(30));
        assertThat(limit.begin("ADA", "10.0.1.1")).as("whatever the case").isEqualTo(Duration.ofSeconds(30));
        assertThat(limit.begin("otto", "10.0.1.1")).as("another user").isZero();
        clock.pass(Duration.ofSeconds(20));
        assertThat(limit.begin("ada", "10.0.1.1")).isEqualTo(Duration.ofSeconds(10));
        clock.pass(Duration.ofSeconds(10));
        assertThat(limit.begin("ada", "10.0.1.1")).isZero();
        assertThat(limit.begin("ada", "10.0.1.1")).isEqualTo(Duration.ofSeconds(60));
        clock.pass(Duration.ofSeconds(60));
        assertThat(limit.begin("ada", "10.0.1.1")).isZero();
        assertThat(limit.begin("ada", "10.0.1.1")).isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void noWaitIsLongerThanAQuarterOfAnHour() {
        for (int i = 0; i < 30; i++) {
            clock.pass(limit.begin("ada", "10.0.0." + i));
        }

        assertThat(limit.begin("ada", "10.0.0.99")).isLessThanOrEqualTo(LoginLimit.LONGEST_WAIT);
    }

    @Test
    void anAddressThatTriesManyNamesWaitsToo() {
        for (int i = 0; i < LoginLimit.PER_ADDRESS; i++) {
            assertThat(limit.begin("user" + i, "10.0.0.1")).isZero();
        }

        assertThat(limit.begin("ada", "10.0.0.1")).isEqualTo(LoginLimit.FIRST_WAIT);
        assertThat(limit.begin("ada", "10.0.0.2")).as("from elsewhere").isZero();
    }

    @Test
    void aLoginForgivesTheUserAndNotTheAddress() {
        for (int i = 0; i < LoginLimit.PER_ADDRESS - 1; i++) {
            limit.begin("user" + i, "10.0.0.1");
        }
        limit.begin("mallory", "10.0.0.1");
        limit.succeeded("mallory", "10.0.0.1");

        assertThat(limit.begin("user", "10.0.0.1")).isZero();
        assertThat(limit.begin("user", "10.0.0.1")).isEqualTo(LoginLimit.FIRST_WAIT);
    }

    @Test
    void triesAtTheSameTimeAreNoWayAround() {
        for (int i = 0; i < LoginLimit.PER_USER; i++) {
            assertThat(limit.begin("ada", "10.0.0.1")).isZero();
        }

        assertThat(limit.begin("ada", "10.0.0.1")).as("before any of them was answered").isPositive();
    }

    @Test
    void itIsForgottenAfterAWhile() {
        fail(LoginLimit.PER_USER, "ada", "10.0.0.");
        clock.pass(LoginLimit.LONGEST_WAIT.multipliedBy(2).plusSeconds(1));

        fail(LoginLimit.PER_USER, "ada", "10.0.0.");

        assertThat(limit.begin("ada", "10.0.1.1")).isEqualTo(LoginLimit.FIRST_WAIT);
    }

    @Test
    void whatItRemembersIsBounded() {
        for (int i = 0; i < LoginLimit.MOST_REMEMBERED + 500; i++) {
            limit.begin("user" + i, "address" + i);
        }
        limit.begin("x".repeat(100_000), "10.0.0.1");

        assertThat(limit.remembered()).isEqualTo(2 * LoginLimit.MOST_REMEMBERED);
    }

    private void fail(int times, String user, String network) {
        for (int i = 0; i < times; i++) {
            assertThat(limit.begin(user, network + i)).isZero();
        }
    }
}
