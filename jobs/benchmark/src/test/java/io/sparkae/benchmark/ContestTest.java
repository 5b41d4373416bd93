package io.sparkae.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTest {
    private final List<String> turns = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final Contest contest = new Contest(new PrintWriter(out), "s");

    /** Notes its turns; each round has the same seconds. */
    private final class Fixed implements Contender {
        private final String name;
        private final List<Double> measured;

        Fixed(String name, Double... measured) {
            this.name = name;
            this.measured = List.of(measured);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<Double> seconds() {
            turns.add(name);
            return measured;
        }
    }

    private static final class Missing implements Contender {
        @Override
        public String name() {
            return "missing";
        }

        @Override
        public List<Double> seconds() {
            throw new PythonScript.MissingPeerException("not installed");
        }
    }

    @Test
    void contendersTakeTurns() throws Exception {
        contest.run(List.of(new Fixed("a", 1.0), new Fixed("b", 1.0)), 2);

        assertEquals(List.of("a", "b", "a", "b"), turns);
    }

    @Test
    void theFirstHalfOfARoundWarmsUp() throws Exception {
        Contender contender = new Fixed("a", 100.0, 50.0, 3.0, 1.0);

        contest.run(List.of(contender), 1);
        contest.table();

        assertEquals(2, contest.median(contender));
        assertTrue(out.toString().contains("   2.00  (1.00 to 3.00) s"), out.toString());
    }

    @Test
    void aMissingPeerIsSaidOnceAndLeftOut() throws Exception {
        Contender ours = new Fixed("ours", 1.0);
        Contender missing = new Missing();

        contest.run(List.of(missing, ours), 3);
        contest.table();
        contest.compare(ours, "the missing one", List.of(missing));

        assertEquals(
                1,
                out.toString()
                        .lines()
                        .filter(l -> l.contains("is skipped: not installed"))
                        .count());
        assertEquals(
                1,
                out.toString()
                        .lines()
                        .filter(l -> l.contains("missing") && !l.contains("skipped"))
                        .count());
        assertEquals(3, turns.size());
        assertFalse(out.toString().contains("x the time of"), out.toString());
    }

    @Test
    void comparesWithTheBestPeer() throws Exception {
        Contender ours = new Fixed("ours", 1.0);
        Contender slow = new Fixed("slow", 8.0);
        Contender fast = new Fixed("fast", 4.0);

        contest.run(List.of(ours, slow, fast), 1);
        contest.compare(ours, "the better peer", List.of(slow, fast));

        assertTrue(out.toString().contains("ours takes 0.25 x the time of the better peer"), out.toString());
    }
}
