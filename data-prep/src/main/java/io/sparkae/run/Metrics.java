package io.sparkae.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonRootName;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sparkae.files.Json;
import io.sparkae.files.StageOutputException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Figures in groups, as {@code metrics.json} holds them: group to figure to value. A group is written and read as a record
 * that names it with {@link JsonRootName} and whose components are its figures; a component that is null is left out.
 */
public final class Metrics {
    /** No figures. */
    public static final Metrics NONE = new Metrics(Map.of());

    private final Map<String, JsonNode> groups;

    /** @throws IllegalArgumentException if a group is not an object */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Metrics(Map<String, JsonNode> groups) {
        this.groups = new TreeMap<>(groups);
        this.groups.forEach((group, figures) -> {
            if (figures == null || !figures.isObject()) {
                throw new IllegalArgumentException(
                        "metrics: expected figures of group " + group + ", found " + figures);
            }
        });
    }

    /** The figures of some groups, each a record with {@link JsonRootName}. */
    public static Metrics of(List<? extends Record> groups) {
        Map<String, JsonNode> all = new TreeMap<>();
        groups.forEach(group -> all.put(name(group.getClass()), Json.tree(group)));
        return new Metrics(all);
    }

    /** One group whose names are not fixed, for example the seconds of each stage. */
    public static Metrics of(String group, Map<String, Double> figures) {
        return new Metrics(Map.of(group, Json.tree(figures)));
    }

    /** These and others; where both have a group, the other's replaces it. */
    public Metrics with(Metrics others) {
        Map<String, JsonNode> all = new TreeMap<>(groups);
        all.putAll(others.groups);
        return new Metrics(all);
    }

    /**
     * A group's figures.
     *
     * @return empty if there is no such group
     * @throws StageOutputException if the group lacks a figure that the record requires
     */
    public <T extends Record> Optional<T> group(Class<T> type) {
        JsonNode figures = groups.get(name(type));
        if (figures == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.value(figures, type));
        } catch (JsonProcessingException e) {
            throw new StageOutputException("the figures of " + name(type) + " have no usable " + Json.field(e)
                    + "; another version wrote them: run the stage again with --force");
        }
    }

    /** A single value, array or object by group and name; empty if it is unknown. */
    Optional<JsonNode> value(String group, String name) {
        return Optional.ofNullable(groups.get(group)).map(figures -> figures.get(name));
    }

    /** Group to figures, in the order of their names; Jackson writes this. */
    @JsonValue
    public Map<String, JsonNode> groups() {
        return Collections.unmodifiableMap(groups);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Metrics that && groups.equals(that.groups);
    }

    @Override
    public int hashCode() {
        return groups.hashCode();
    }

    @Override
    public String toString() {
        return Json.line(this);
    }

    private static String name(Class<?> type) {
        JsonRootName name = type.getAnnotation(JsonRootName.class);
        if (name == null) {
            throw new IllegalArgumentException(type.getName() + ": expected a record with @JsonRootName");
        }
        return name.value();
    }
}
