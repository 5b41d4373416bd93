package io.sparkae.jobs.startup;

import java.io.ObjectInputFilter;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;

/**
 * Deserialisation filter (JEP 290) that refuses the gadget classes of known attacks. A second line of defence: sparkae
 * deserialises no file, but Spark's messages, tasks and shuffles are Java objects, so whoever reaches its ports could
 * run code.
 *
 * <p>A deny list rather than an allow list, because Spark sends whatever its users' closures hold. Depth and array length
 * are unbounded: a lineage of many steps and a block of rows may have any.
 */
public final class SerialFilter {
    private static final String PROPERTY = "jdk.serialFilter";
    private static final String OPTION = "-D" + PROPERTY + "=";
    private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";

    /** In the JDK's pattern language: {@code **} is a package with those below it, {@code *} the rest of a name. */
    private static final List<String> REFUSED = List.of(
            // libraries whose classes call methods or construct objects by names in the data
            "org.apache.commons.collections.functors.**",
            "org.apache.commons.collections4.functors.**",
            "org.apache.commons.beanutils.**",
            "org.apache.commons.fileupload.**",
            "org.apache.commons.configuration.**",
            "org.apache.xalan.**",
            "org.apache.click.**",
            "org.apache.wicket.**",
            "org.codehaus.groovy.**",
            "groovy.**",
            "bsh.**",
            "clojure.**",
            "org.mozilla.javascript.**",
            "org.python.**",
            "org.springframework.**",
            "org.hibernate.**",
            "org.jboss.**",
            "org.datanucleus.**",
            "org.aspectj.**",
            "com.mchange.**",
            "com.vaadin.**",
            "com.rometools.**",
            "com.sun.syndication.**",
            "com.alibaba.fastjson.**",
            "com.fasterxml.jackson.databind.node.POJONode",
            "net.sf.json.**",
            "scala.sys.process.**",
            // classes of the JDK
            "com.sun.org.apache.xalan.**",
            "com.sun.org.apache.bcel.**",
            "com.sun.rowset.**",
            "com.sun.jndi.**",
            "javax.naming.**",
            "javax.script.**",
            "javax.sql.rowset.**",
            "javax.swing.**",
            "java.beans.**",
            "javax.management.BadAttributeValueExpException",
            "java.rmi.activation.**",
            "java.rmi.server.RemoteObject*",
            "java.rmi.server.UnicastRemoteObject",
            "sun.rmi.server.**",
            "sun.rmi.transport.**",
            "sun.reflect.annotation.AnnotationInvocationHandler",
            "java.security.SignedObject",
            "java.net.URL");

    private SerialFilter() {}

    /** Installs the filter in this process, unless there is one, as by {@code jdk.serialFilter}. */
    public static synchronized void install() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter(pattern()));
        }
    }

    /** Adds the filter to the executors' Java options, unless they name one. */
    public static SparkConf addTo(SparkConf conf) {
        String options = conf.get(EXECUTOR_OPTIONS, "");
        return options.contains(OPTION)
                ? conf
                : conf.set(EXECUTOR_OPTIONS, (options + " " + OPTION + pattern()).strip());
    }

    private static String pattern() {
        return REFUSED.stream().map(refused -> "!" + refused).collect(Collectors.joining(";"));
    }
}
