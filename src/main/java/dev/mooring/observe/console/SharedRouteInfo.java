package dev.mooring.observe.console;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.modelmbean.InvalidTargetObjectTypeException;
import javax.management.modelmbean.ModelMBean;
import javax.management.modelmbean.ModelMBeanInfo;
import javax.management.modelmbean.RequiredModelMBean;
import org.apache.camel.CamelContext;
import org.apache.camel.management.mbean.ManagedRoute;
import org.apache.camel.support.management.DefaultManagementMBeanAssembler;
import org.apache.camel.support.management.MixinRequiredModelMBean;

/**
 * Gives the MBeans of all routes one description of their attributes and operations. Camel 4.17 makes each its own, which is
 * the same every time and most of what a route takes on the heap; see docs/hawtio.md for the figures.
 */
public final class SharedRouteInfo extends DefaultManagementMBeanAssembler {

    private volatile ModelMBeanInfo ofRoutes;

    public SharedRouteInfo(CamelContext camel) {
        super(camel);
    }

    /** Whether Camel came here, as it does only when it was told before it set up JMX. */
    boolean isUsed() {
        return ofRoutes != null;
    }

    @Override
    public ModelMBean assemble(MBeanServer server, Object managed, ObjectName name) throws JMException {
        if (managed.getClass() != ManagedRoute.class) {
            return super.assemble(server, managed, name);
        }
        ModelMBeanInfo info = ofRoutes;
        if (info == null) {
            info = assembler.getMBeanInfo(camelContext, managed, null, name.toString());
            ofRoutes = info;
        }
        boolean mask = Boolean.TRUE.equals(camelContext.getManagementStrategy().getManagementAgent().getMask());
        RequiredModelMBean bean = new MixinRequiredModelMBean(info, mask, null, null);
        try {
            bean.setManagedResource(managed, "ObjectReference");
        } catch (InvalidTargetObjectTypeException e) {
            throw new JMException(e.getMessage());
        }
        return bean;
    }
}
