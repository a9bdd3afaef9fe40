package dev.mooring.config;

/** A configured value that the program refuses to start with. Shown to the user as one sentence, without a trace. */
public class InvalidConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String property;

    /**
     * @param property the property's name, such as {@code mooring.ownership.fence}
     * @param value the refused value as it was written; null when there is none or when it is a secret
     * @param reason why, as the end of a sentence that starts with the property: "must be longer than ..."
     */
    public InvalidConfigurationException(String property, Object value, String reason) {
        super(property + (value == null ? "" : "=" + value) + " " + reason + (reason.endsWith(".") ? "" : "."));
        this.property = property;
    }

    public String property() {
        return property;
    }
}
