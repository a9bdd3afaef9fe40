package dev.mooring.mcp.routetool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalculatorTest {

    private final Calculator calculator = new Calculator();

    @ParameterizedTest
    @CsvSource(delimiter = '=', quoteCharacter = '`', value = {
        "1+2*3 = 7", "(1+2)*3 = 9", "2^3^2 = 512", "-2^2 = -4", "(-2)^2 = 4", "2^-1 = 0.5", "10 % 3 = 1", "-7 % 3 = -1",
        "0.1+0.2 = 0.3", "1/3 = 0.3333333333333333333333333333333333", "10/4 = 2.5", "--3 = 3", "5 - -3 = 8", "1e3 = 1000",
        "1.5E-2 = 0.015", ".5*2 = 1", "sqrt(16) = 4", "SQRT(2)^2 = 2", "abs(-3.2) = 3.2", "min(3,1,2) = 1", "max(3, 1, 2) = 3",
        "round(2.5) = 3", "round(10/3, 2) = 3.33", "100 × 2 ÷ 4 − 1 = 49", "2*pi = 6.283185307179586476925286766559006",
        "2e = error", "9^0.5 = 3", "0*5 = 0", "0.0 = 0", "10^40 = 1E+40"})
    void expression_hasItsValue(String expression, String value) {
        if (value.equals("error")) {
            assertThatThrownBy(() -> calculator.calculate(expression)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(calculator.calculate(expression)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1/0                       | Division by zero",
        "1/(2-2)                   | Division by zero",
        "5 % 0                     | by zero",
        "0^-1                      | by zero",
        "sqrt(-1)                  | negative",
        "2 +                       | ends where a number is missing",
        "(2                        | ')' is missing",
        "2 2                       | character 3",
        "foo(1)                    | 'foo'",
        "1.2.3                     | '1.2.3'",
        "10^10001                  | too large",
        "99999^9999                | more than 10000 digits",
        "1e999999999               | digits",
        "1e99999999999999999999    | no number",
        "1e-999999999              | digits",
        "min()                     | not expected",
        "round(1, 99)              | 0 to 30",
        "round(1, 0.5)             | 0 to 30"})
    void impossible_isRefusedInWords(String expression, String words) {
        assertThatThrownBy(() -> calculator.calculate(expression))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${sys.PATH}", "${bean:calculator}", "T(java.lang.Runtime).getRuntime()", "'a'+'b'",
        "#{systemProperties}", "{{password}}", "1;2", "$simple{body}", "__import__('os')", "1\u00002", "1 or 1"})
    void whatIsNoArithmetic_isNeverRun(String hostile) {
        assertThatThrownBy(() -> calculator.calculate(hostile)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hostileInput_endsSoonAndInWords() {
        String[] hostile = {"(".repeat(1000), "-".repeat(1000), "2^".repeat(499) + "2", "9^9^9^9^9", "1".repeat(1000),
            "(".repeat(499) + "1" + ")".repeat(499), "x".repeat(1001), "sqrt(".repeat(199), "min(" + "1,".repeat(490) + "1)",
            "(9^9999)*(9^9999)", "1e9999*1e9999", "1e9000%1e-9000", "(1+1e-30)^9999", "(((9^999)^9)^9)^9", "1e9999^0.7"};
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (String expression : hostile) {
                try {
                    calculator.calculate(expression);
                } catch (IllegalArgumentException refused) {
                    assertThat(refused.getMessage()).isNotBlank();
                }
            }
            Random random = new Random(1);
            String alphabet = "0123456789.e+-*/%^(), sqrtminpbd";
            for (int i = 0; i < 50_000; i++) {
                StringBuilder expression = new StringBuilder();
                for (int n = random.nextInt(24) + 1; n > 0; n--) {
                    expression.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                try {
                    calculator.calculate(expression.toString());
                } catch (IllegalArgumentException refused) {
                    assertThat(refused.getMessage()).isNotBlank();
                }
            }
        });
    }
}
