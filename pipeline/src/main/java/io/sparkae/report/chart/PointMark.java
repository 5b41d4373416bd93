package io.sparkae.report.chart;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** The small shapes that stand for points, so that classes differ in more than colour. */
final class PointMark {
    private static final List<Shape> UNIT = List.of(
            new Ellipse2D.Double(-1, -1, 2, 2),
            new Rectangle2D.Double(-0.9, -0.9, 1.8, 1.8),
            polygon(0, -1.3, 1.2, 0.9, -1.2, 0.9),
            polygon(0, -1.4, 1.1, 0, 0, 1.4, -1.1, 0),
            polygon(0, 1.3, 1.2, -0.9, -1.2, -0.9));

    private PointMark() {}

    /** Colours repeat after ten numbers; the first fifty numbers differ in colour or shape. */
    static Shape of(int number, double x, double y, double radius) {
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.scale(radius, radius);
        return place.createTransformedShape(UNIT.get((number + number / 5) % UNIT.size()));
    }

    private static Path2D polygon(double... coordinates) {
        Path2D path = new Path2D.Double();
        path.moveTo(coordinates[0], coordinates[1]);
        for (int i = 2; i < coordinates.length; i += 2) {
            path.lineTo(coordinates[i], coordinates[i + 1]);
        }
        path.closePath();
        return path;
    }
}
