package dev.mooring.mcp.routetool;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The shipped tool {@code calculator}: numbers, {@code + - * / % ^}, parentheses, {@code pi}, {@code e}, and the
 * functions {@code sqrt abs round min max}. A parser of its own, to 34 digits: what a model sends is read as arithmetic
 * and as nothing else, and its length, depth and exponents are bounded, so that no expression can hold a processor.
 */
public final class Calculator {

    /** The longest expression, in characters. */
    public static final int MAX_LENGTH = 1000;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_EXPONENT = 10_000;
    /** Beyond it a number is written out as digits no more, and operations on it would not end soon. */
    private static final int MAX_MAGNITUDE = 10_000;
    private static final MathContext PRECISION = MathContext.DECIMAL128;
    private static final BigDecimal PI = new BigDecimal("3.141592653589793238462643383279503");
    private static final BigDecimal E = new BigDecimal("2.718281828459045235360287471352662");

    /**
     * @return the value without trailing zeros; in scientific notation beyond 40 digits
     * @throws IllegalArgumentException in words that tell what is wrong and at which character
     */
    public String calculate(String expression) {
        if (expression == null || expression.isBlank()) {
            throw new IllegalArgumentException("The expression is empty; send something like 2 * (3 + 4)");
        }
        if (expression.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("The expression has %d characters; at most %d are allowed"
                    .formatted(expression.length(), MAX_LENGTH));
        }
        Parser parser = new Parser(expression);
        BigDecimal value = parser.whole().round(PRECISION);
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal shortest = value.stripTrailingZeros();
        boolean huge = shortest.precision() - shortest.scale() > 40 || shortest.scale() > 60;
        return huge ? shortest.toString() : shortest.toPlainString();
    }

    private static final class Parser {
        private final String text;
        private int at;
        private int depth;

        Parser(String text) {
            this.text = text.replace('×', '*').replace('÷', '/').replace('−', '-');
        }

        BigDecimal whole() {
            BigDecimal value = sum();
            peek();
            if (at < text.length()) {
                throw unexpected();
            }
            return value;
        }

        private BigDecimal sum() {
            if (++depth > MAX_DEPTH) {
                throw new IllegalArgumentException("The expression is nested deeper than %d levels".formatted(MAX_DEPTH));
            }
            BigDecimal value = product();
            while (true) {
                if (accept('+')) {
                    value = checked(value.add(product(), PRECISION));
                } else if (accept('-')) {
                    value = checked(value.subtract(product(), PRECISION));
                } else {
                    depth--;
                    return value;
                }
            }
        }

        private BigDecimal product() {
            BigDecimal value = signed();
            while (true) {
                if (accept('*')) {
                    value = checked(value.multiply(signed(), PRECISION));
                } else if (accept('/')) {
                    value = checked(value.divide(notZero(signed(), "Division"), PRECISION));
                } else if (accept('%')) {
                    value = remainder(value, notZero(signed(), "Remainder of a division"));
                } else {
                    return value;
                }
            }
        }

        private static BigDecimal remainder(BigDecimal value, BigDecimal divisor) {
            try {
                return value.remainder(divisor, PRECISION);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("The numbers are too far apart for a remainder");
            }
        }

        private BigDecimal signed() {
            boolean negative = false;
            while (true) {
                if (accept('-')) {
                    negative = !negative;
                } else if (!accept('+')) {
                    BigDecimal value = power();
                    return negative ? value.negate() : value;
                }
            }
        }

        /** Binds tighter than a sign before it (-2^2 is -4) and to the right (2^3^2 is 2^9). */
        private BigDecimal power() {
            BigDecimal base = operand();
            if (!accept('^')) {
                return base;
            }
            if (++depth > MAX_DEPTH) {
                throw new IllegalArgumentException("The expression is nested deeper than %d levels".formatted(MAX_DEPTH));
            }
            BigDecimal exponent = signed();
            depth--;
            return power(base, exponent);
        }

        private static BigDecimal power(BigDecimal base, BigDecimal exponent) {
            if (exponent.abs().compareTo(BigDecimal.valueOf(MAX_EXPONENT)) > 0) {
                throw new IllegalArgumentException("The exponent %s is too large; at most %d".formatted(
                        exponent.round(new MathContext(10)), MAX_EXPONENT));
            }
            BigDecimal whole = exponent.setScale(0, RoundingMode.DOWN);
            if (whole.compareTo(exponent) != 0) {
                return fractionalPower(base, exponent);
            }
            int n = whole.intValueExact();
            if (n < 0) {
                notZero(base, "Zero to a negative power is a division");
            }
            if (Math.abs((base.precision() - (double) base.scale()) * n) > MAX_MAGNITUDE) {
                throw tooLarge();
            }
            BigDecimal value = base.pow(Math.abs(n), PRECISION);
            return checked(n < 0 ? BigDecimal.ONE.divide(notZero(value, "Division"), PRECISION) : value);
        }

        private static BigDecimal fractionalPower(BigDecimal base, BigDecimal exponent) {
            if (exponent.compareTo(new BigDecimal("0.5")) == 0) {
                return root(base);
            }
            double value = Math.pow(base.doubleValue(), exponent.doubleValue());
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                throw new IllegalArgumentException("%s ^ %s has no value here".formatted(base, exponent));
            }
            return new BigDecimal(value, MathContext.DECIMAL64);
        }

        private BigDecimal operand() {
            char c = peek();
            if (accept('(')) {
                BigDecimal value = sum();
                expect(')');
                return value;
            }
            if (c >= '0' && c <= '9' || c == '.') {
                return number();
            }
            if (letter(c)) {
                return named();
            }
            throw unexpected();
        }

        private BigDecimal number() {
            int start = at;
            while (at < text.length() && (digit(at) || text.charAt(at) == '.')) {
                at++;
            }
            if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
                int sign = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 2 : 1;
                if (digit(at + sign)) {
                    at += sign;
                    while (digit(at)) {
                        at++;
                    }
                }
            }
            try {
                return checked(new BigDecimal(text.substring(start, at)));
            } catch (NumberFormatException | ArithmeticException e) {
                throw new IllegalArgumentException("'%s' at character %d is no number"
                        .formatted(shortened(text.substring(start, at)), start + 1));
            }
        }

        private BigDecimal named() {
            int start = at;
            while (at < text.length() && (letter(text.charAt(at)) || digit(at))) {
                at++;
            }
            String name = text.substring(start, at).toLowerCase(Locale.ROOT);
            return switch (name) {
                case "pi" -> PI;
                case "e" -> E;
                case "sqrt" -> root(arguments(name, 1, 1).get(0));
                case "abs" -> arguments(name, 1, 1).get(0).abs();
                case "min" -> arguments(name, 1, 100).stream().reduce(BigDecimal::min).orElseThrow();
                case "max" -> arguments(name, 1, 100).stream().reduce(BigDecimal::max).orElseThrow();
                case "round" -> rounded(arguments(name, 1, 2));
                default -> throw new IllegalArgumentException(
                        "'%s' at character %d is unknown; there are sqrt, abs, round, min, max, pi and e"
                                .formatted(shortened(name), start + 1));
            };
        }

        private static BigDecimal root(BigDecimal value) {
            if (value.signum() < 0) {
                throw new IllegalArgumentException("There is no square root of a negative number");
            }
            return value.sqrt(PRECISION);
        }

        private static BigDecimal rounded(List<BigDecimal> arguments) {
            BigDecimal digits = arguments.size() > 1 ? arguments.get(1) : BigDecimal.ZERO;
            if (digits.signum() < 0 || digits.compareTo(BigDecimal.valueOf(30)) > 0
                    || digits.stripTrailingZeros().scale() > 0) {
                throw new IllegalArgumentException("round takes 0 to 30 as its second number");
            }
            return arguments.get(0).setScale(digits.intValueExact(), RoundingMode.HALF_UP);
        }

        private List<BigDecimal> arguments(String name, int least, int most) {
            expect('(');
            List<BigDecimal> values = new ArrayList<>();
            do {
                values.add(sum());
            } while (accept(','));
            expect(')');
            if (values.size() < least || values.size() > most) {
                throw new IllegalArgumentException("%s takes %s, not %d numbers".formatted(
                        name, most == 1 ? "one number" : least + " to " + most + " numbers", values.size()));
            }
            return values;
        }

        private static BigDecimal notZero(BigDecimal value, String what) {
            if (value.signum() == 0) {
                throw new IllegalArgumentException(what + " by zero has no result");
            }
            return value;
        }

        private static BigDecimal checked(BigDecimal value) {
            if (value.signum() != 0 && Math.abs((long) value.precision() - value.scale()) > MAX_MAGNITUDE) {
                throw tooLarge();
            }
            return value;
        }

        private static IllegalArgumentException tooLarge() {
            return new IllegalArgumentException("A number on the way has more than %d digits".formatted(MAX_MAGNITUDE));
        }

        private char peek() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        private boolean accept(char wanted) {
            if (peek() == wanted && at < text.length()) {
                at++;
                return true;
            }
            return false;
        }

        private void expect(char wanted) {
            if (!accept(wanted)) {
                throw new IllegalArgumentException(at >= text.length()
                        ? "The expression ends where a '%c' is missing".formatted(wanted)
                        : "A '%c' is missing at character %d".formatted(wanted, at + 1));
            }
        }

        private IllegalArgumentException unexpected() {
            return new IllegalArgumentException(at >= text.length()
                    ? "The expression ends where a number is missing"
                    : "'%c' at character %d is not expected there".formatted(text.charAt(at), at + 1));
        }

        private boolean digit(int index) {
            return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
        }

        private static boolean letter(char c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        }

        private static String shortened(String text) {
            return text.length() <= 40 ? text : text.substring(0, 40) + "…";
        }
    }
}
