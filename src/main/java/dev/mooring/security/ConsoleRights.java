package dev.mooring.security;

import io.hawt.jmx.JMXSecurity;
import io.hawt.jmx.JMXSecurityMBean;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.Map;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import org.springframework.stereotype.Component;

/**
 * Tells Hawtio's page what {@link ConsolePolicy} would refuse, so that it shows a lock and no button there. Hawtio takes
 * this MBean in place of its own, which says yes to everything and which the policy hides.
 */
@Component
public class ConsoleRights extends JMXSecurity {

    private static final String NAME = "hawtio:type=security,area=jmx,name=Mooring";

    private final ConsolePolicy policy;

    ConsoleRights(ConsolePolicy policy) {
        this.policy = policy;
    }

    @PostConstruct
    @Override
    public void init() throws Exception {
        super.init();
    }

    @PreDestroy
    @Override
    public void destroy() throws Exception {
        super.destroy();
    }

    @Override
    protected String getDefaultObjectName() {
        return NAME;
    }

    @Override
    public boolean canInvoke(String mbean) {
        return List.of("dumpRoutesAsXml()", "stop()").stream().anyMatch(operation -> canInvoke(mbean, operation));
    }

    @Override
    public boolean canInvoke(String mbean, String operation) {
        try {
            ObjectName name = new ObjectName(mbean);
            return policy.isOperationAllowed(name, operation)
                    || policy.isOperationAllowed(name, operation.replaceFirst("\\(.*", ""));
        } catch (MalformedObjectNameException e) {
            return false;
        }
    }

    @Override
    public boolean canInvoke(String mbean, String operation, String[] argumentTypes) {
        return canInvoke(mbean, operation + "(" + String.join(",", argumentTypes) + ")");
    }

    @Override
    public TabularData canInvoke(Map<String, List<String>> asked) throws OpenDataException {
        TabularData table = new TabularDataSupport(JMXSecurityMBean.CAN_INVOKE_TABULAR_TYPE);
        for (Map.Entry<String, List<String>> mbean : asked.entrySet()) {
            for (String operation : mbean.getValue()) {
                table.put(new CompositeDataSupport(JMXSecurityMBean.CAN_INVOKE_RESULT_ROW_TYPE,
                        JMXSecurityMBean.CAN_INVOKE_RESULT_COLUMNS,
                        new Object[] {mbean.getKey(), operation, canInvoke(mbean.getKey(), operation)}));
            }
        }
        return table;
    }
}
