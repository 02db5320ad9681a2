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
        "2, NEVER, as-sql-server-sees-it", "5, NEVER, service account access", "32, RETRY, tried again", "53, NEVER, share", "999, NEVER, its service account"
    })
    void theOperatingSystemsErrorDecidesWhatAnUnopenedFileMeans(int error, Retry retry, String advice) {
        String text = "Cannot open backup device 'E:\\a.bak'. Operating system error " + error + "(whatever it says).";
        assertThat(catalogue.entry(3201, text).retry()).isEqualTo(retry);
        assertThat(catalogue.entry(3201, text).advice()).contains(advice);
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
