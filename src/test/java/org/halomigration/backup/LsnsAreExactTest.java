package org.halomigration.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LsnsAreExactTest {
    private static final String MAX = "9999999999999999999999999";

    @Property
    void everyFormGivesTheSameNumber(@ForAll @BigRange(min = "0", max = MAX) BigInteger value) {
        Lsn lsn = Lsn.of(value);
        assertThat(lsn.value()).isEqualTo(value);
        assertThat(lsn).hasToString(value.toString());
        assertThat(Lsn.parse(value.toString())).isEqualTo(lsn).hasSameHashCodeAs(lsn);
        assertThat(Lsn.from(new BigDecimal(value))).isEqualTo(lsn);
        assertThat(Lsn.from(new BigDecimal(value).setScale(2))).isEqualTo(lsn);
    }

    @Property
    void orderIsThatOfTheNumbers(@ForAll @BigRange(min = "0", max = MAX) BigInteger one, @ForAll @BigRange(min = "0", max = MAX) BigInteger other) {
        assertThat(Integer.signum(Lsn.of(one).compareTo(Lsn.of(other)))).isEqualTo(one.compareTo(other));
        assertThat(Lsn.of(one).equals(Lsn.of(other))).isEqualTo(one.equals(other));
    }

    @ParameterizedTest
    @CsvSource({
        "37:48:1, 37000000004800001",
        "616:13676:1, 616000001367600001",
        "00000268:0000356c:0001, 616000001367600001",
        "00000025:00000030:0001, 37000000004800001",
        "0x25:30:1, 37000000004800001",
        "4294967295:1:1, 4294967295000000000100001",
    })
    void threeNumbersWithColonsAreReadToo(String text, String decimal) {
        assertThat(Lsn.parse(text)).hasToString(decimal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "1e20", "12345678901234567890123456", "1:2", "1:2:3:4", "1 2"})
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Lsn.parse(text));
    }

    @Test
    void aFloatingPointNumberHasLostDigitsAlready() {
        assertThatIllegalArgumentException().isThrownBy(() -> Lsn.from(3.7E16)).withMessageContaining("Double").withMessageContaining("no digit is lost");
        assertThatIllegalArgumentException().isThrownBy(() -> Lsn.from(new BigDecimal("1.5")));
        assertThat(Lsn.from(null)).isNull();
    }
}
