package io.sparkae.jobs.startup;

import java.io.ObjectInputFilter;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;

/**
 * A filter on what Java deserialises in a process (JEP 290): refuses the classes that known attacks by serialised objects
 * are put together from. A second line of defence, since nothing of ours deserialises a file: Spark's own messages,
 * tasks and shuffles are Java objects, and whoever can send it some could run code.
 *
 * <p>A list of what is refused, not of what is allowed, because what Spark sends includes all that its users' closures
 * hold. No bounds on depth or length of arrays: a lineage of many steps and a block of rows may have any.
 */
public final class SerialFilter {
    private static final String PROPERTY = "jdk.serialFilter";
    private static final String OPTION = "-D" + PROPERTY + "=";
    private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";

    /** In the JDK's pattern language: {@code **} is a package with those below it, {@code *} the rest of a name. */
    private static final List<String> REFUSED = List.of(
            // libraries whose classes call methods, or make objects, by names that are data
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
            // the JDK's
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

    /** Installs it in this process, unless there is a filter already: whoever sets {@code jdk.serialFilter} knows why. */
    public static synchronized void install() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter(pattern()));
        }
    }

    /** Adds it to the executors' Java options, unless these name a filter. */
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
