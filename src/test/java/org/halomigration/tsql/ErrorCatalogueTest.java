package org.halomigration.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each number that a restore can meet has a meaning, an advice and a class. */
class ErrorCatalogueTest {
    private final ErrorCatalogue catalogue = ErrorCatalogue.standard();

    @ParameterizedTest
    @ValueSource(
            ints = {
                3013, 3119, 3021, 3101, 3102, 3104, 3110, 3117, 3118, 3120, 3132, 3231, 3136, 3141, 3142, 3154, 3153, 3156, 5133, 5123, 3176, 3159,
                3169, 3178, 3180, 3182, 3183, 3186, 3188, 3189, 3187, 3201, 3203, 3204, 3205, 3208, 3241, 3242, 3254, 3256, 3243, 3255, 3258, 3268,
                3269, 3257, 3181, 3279, 33111, 1834, 1827, 5149, 4208, 4214, 3035, 4305, 4349, 4326, 4312, 4318, 4319, 4320, 4333, 4331, 4330, 4335,
                4338, 4343, 4341, 4327, 927, 924, 1844, 4060, 18456, 4322, 4329, 4339, 4308, 4315, 3211, 4035, 3014, 3262, 4356
            })
    void everyDocumentedNumberIsKnown(int number) {
        assertThat(catalogue.find(number, "")).hasValueSatisfying(entry -> {
            assertThat(entry.number()).isEqualTo(number);
            assertThat(entry.meaning()).endsWith(".");
            assertThat(entry.advice()).isNotBlank();
            assertThat(entry.retry()).isNotNull();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "2, NEVER, as-sql-server-sees-it", "3, NEVER, as-sql-server-sees-it", "5, NEVER, service account access", "32, RETRY, tried again", "53, NEVER, share",
        "67, NEVER, share", "123, NEVER, Rename", "1326, NEVER, access to the share", "999, NEVER, its service account"
    })
    void theOperatingSystemsErrorDecidesWhatAnUnopenedFileMeans(int error, Retry retry, String advice) {
        String text = "Cannot open backup device 'E:\\a.bak'. Operating system error " + error + "(whatever it says).";
        assertThat(catalogue.entry(3201, text).retry()).isEqualTo(retry);
        assertThat(catalogue.entry(3201, text).advice()).contains(advice);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "WRAPPER|3013, 3119",
        "RETRY|3101, 924",
        "COVERED|3120, 4326",
        "WAIT|3132, 3231, 4305, 4349, 4318, 927",
        "RESEND|3203, 3183, 3186, 3189, 3208, 3241, 3242, 3254, 3256",
        "REPLAN|3204, 4319",
        "NEVER|3021, 3102, 3104, 3110, 3117, 3118, 3136, 3141, 3142, 3154, 3153, 3156, 5133, 5123, 3176, 3159, 3169, 3178, 3180, 3182, 3187, 3188, 3205, 3243, 3255, 3258, 3268, 3269, 3257, 3279, 33111, 1834, 1827, 5149, 4208, 4214, 3035, 4312, 4320, 4331, 4333, 4330, 4335, 4338, 4343, 4341, 4327, 4060, 18456"
    })
    void whatASecondTryIsGoodForIsKnown(Retry retry, String numbers) {
        for (String number : numbers.split(", ")) {
            assertThat(catalogue.entry(Integer.parseInt(number), "").retry()).as(number).isEqualTo(retry);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4322, 4329, 4339, 4308, 4315})
    void aRecoveryThatIsOnlyInformedOfHasFailed(int number) {
        assertThat(catalogue.entry(number, "").failsRecovery()).isTrue();
    }

    @Test
    void theCauseIsTheFirstErrorThatIsNoWrapper() {
        ServerMessage wrapper = new ServerMessage(3119, 16, 1, "Problems were identified");
        ServerMessage cause = new ServerMessage(5133, 16, 1, "Directory lookup failed");
        ServerMessage last = new ServerMessage(3013, 16, 1, "terminating abnormally");
        assertThat(catalogue.cause(List.of(wrapper, cause, last))).isEqualTo(cause);
        assertThat(catalogue.cause(List.of(last))).isEqualTo(last);
    }

    @Test
    void anUnknownNumberIsNeverRetried() {
        assertThat(catalogue.entry(999_999, "?").retry()).isEqualTo(Retry.NEVER);
    }
}
