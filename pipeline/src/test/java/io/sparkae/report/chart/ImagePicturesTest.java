package io.sparkae.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.report.chart.Tile.GreyImage;
import io.sparkae.report.chart.Tile.SignedImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of images: what is drawn where, and that letters have room. */
class ImagePicturesTest {
    private static final Color GREY = new Color(128, 128, 128);

    @Test
    void imagesLieInTheirRowsAndColumns() {
        ImageGrid grid = new ImageGrid(
                4,
                List.of(
                        new ImageGrid.Row("label", List.of(flat(0), flat(0.5f)), List.of("a", "b")),
                        new ImageGrid.Row("", List.of(flat(0.5f), flat(0), flat(0), flat(0.5f)))));
        BufferedImage drawn = draw(grid);
        int cell = ImageGrid.TileRow.cell(grid.width(), 4);
        int middle = ImageGrid.TileRow.GAP + cell / 2;
        int lower = grid.height() - ImageGrid.TileRow.GAP - cell / 2;
        int upper =
                lower - cell - ImageGrid.TileRow.GAP - FittedText.of("a", cell).height();

        assertEquals(Color.BLACK, at(drawn, middle, upper));
        assertEquals(GREY, at(drawn, middle + cell + ImageGrid.TileRow.GAP, upper));
        assertEquals(Color.WHITE, at(drawn, middle + 2 * (cell + ImageGrid.TileRow.GAP), upper), "nothing");
        assertEquals(GREY, at(drawn, middle, lower));
        assertEquals(GREY, at(drawn, middle + 3 * (cell + ImageGrid.TileRow.GAP), lower));
    }

    @Test
    void imagesKeepTheirProportions() {
        GreyImage wide = new GreyImage(new float[8], 2, 4);
        int cell = ImageGrid.TileRow.cell(520, 10);

        assertEquals(cell / 2, new ImageGrid.TileRow(List.of(wide), List.of(), cell).imageHeight());
    }

    @ParameterizedTest
    @CsvSource({"Ankle boot, 60, 2", "T-shirt/top, 60, 2", "Ankle boot, 99, 1", "Sneaker, 47, 1", "7, 40, 1"})
    void namesOfClassesFitWithoutLosingALetter(String name, int width, int lines) {
        FittedText text = FittedText.of(name, width);

        assertEquals(lines, text.lines().size(), text.toString());
        assertTrue(text.width() <= width, text.toString());
        assertEquals(name.replace(" ", ""), String.join("", text.lines()).replace(" ", ""));
    }

    @Test
    void whatHasNoRoomIsCutVisibly() {
        FittedText text = FittedText.of("Donaudampfschifffahrtsgesellschaft", 47);

        assertTrue(text.width() <= 47);
        assertTrue(text.lines().get(0).endsWith("…"), text.toString());
        assertEquals(List.of("0.101", "2"), FittedText.of("0.101\n2", 99).lines(), "line breaks are kept");
        assertEquals(List.of(""), FittedText.of("", 10).lines());
    }

    @Test
    void labelsAtTheLeftDoNotReachIntoTheImages() {
        LabelledRows rows = new LabelledRows(
                10,
                List.of(new ImageGrid.Row(
                        "T-shirt/top",
                        IntStream.range(0, 10).mapToObj(i -> flat(0)).toList())));
        BufferedImage drawn = draw(rows);
        int firstBlack = IntStream.range(0, drawn.getWidth())
                .filter(x ->
                        IntStream.range(8, 30).allMatch(y -> at(drawn, x, y).equals(Color.BLACK)))
                .findFirst()
                .orElseThrow();
        int lastBlack = IntStream.range(0, drawn.getWidth())
                .filter(x -> at(drawn, x, 20).equals(Color.BLACK))
                .max()
                .orElseThrow();

        assertTrue(firstBlack > FittedText.of("T-shirt/top", 110).width() + ImageGrid.TileRow.GAP, "at " + firstBlack);
        assertTrue(lastBlack < drawn.getWidth() - 1, "the last image ends at " + lastBlack);
    }

    @Test
    void signsHaveTheirColoursAndZeroIsWhite() {
        SignedImage image = SignedImage.of(new float[] {-2, 0, 1, 2}, 2, 2);
        BufferedImage drawn = image.draw();
        Color negative = at(drawn, 0, 0);
        Color positive = at(drawn, 1, 1);

        assertEquals(ColourScale.SIGNED.at(0), negative);
        assertTrue(negative.getBlue() > negative.getRed());
        assertTrue(positive.getRed() > positive.getBlue());
        assertEquals(ColourScale.SIGNED.at(0.5), at(drawn, 1, 0));
        assertEquals(ColourScale.SIGNED.at(0.75), at(drawn, 0, 1));
        assertEquals(
                ColourScale.SIGNED.at(0.5),
                at(SignedImage.of(new float[4], 2, 2).draw(), 0, 0),
                "all zeros");
    }

    @Test
    void moreIsBrighterAllAlongTheScaleOfAmounts() {
        double[] luminances = IntStream.rangeClosed(0, 50)
                .mapToDouble(i -> luminance(ColourScale.AMOUNT.at(i / 50.0)))
                .toArray();

        for (int i = 1; i < luminances.length; i++) {
            assertTrue(luminances[i] > luminances[i - 1], Arrays.toString(luminances));
        }
        assertEquals(ColourScale.AMOUNT.at(1), ColourScale.AMOUNT.at(7));
        assertEquals(ColourScale.AMOUNT.at(0), ColourScale.AMOUNT.at(Double.NaN));
    }

    @Test
    void aHeatMapIsBrightestWhereTheAmountIsLargest() {
        HeatMap map = new HeatMap(new float[] {0, 1, 2, 4}, 2, 2, "error");
        BufferedImage drawn = draw(map);

        assertEquals(ColourScale.AMOUNT.at(0), at(drawn, 260 - 95, 8 + 95));
        assertEquals(ColourScale.AMOUNT.at(0.25), at(drawn, 260 + 95, 8 + 95));
        assertEquals(ColourScale.AMOUNT.at(1), at(drawn, 260 + 95, 8 + 3 * 95));
        draw(new HeatMap(new float[4], 2, 2, "no error at all"));
        draw(new HeatMap(new float[] {Float.NaN, 1, Float.POSITIVE_INFINITY, 0}, 2, 2, "a model that diverged"));
    }

    @Test
    void aMosaicGrowsUpwards() {
        List<GreyImage> images =
                IntStream.range(0, 4).mapToObj(i -> flat(i == 0 ? 0 : 0.5f)).toList();
        Mosaic mosaic = new Mosaic(2, images, axis("x"), axis("y"));
        BufferedImage drawn = draw(mosaic);

        assertEquals(Color.BLACK, at(drawn, 72 + 100, 4 + 224 + 100), "the first image is at the bottom left");
        assertEquals(GREY, at(drawn, 72 + 100, 4 + 100));
        assertEquals(GREY, at(drawn, 72 + 224 + 100, 4 + 224 + 100));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.0034, 0.1, 0.335, 0.5, 0.55, 0.99, 1, 1.9, 2, 4.2, 999, 123456})
    void ticksAreFewAndWithinTheAxis(double end) {
        List<Axis.Tick> ticks = Axis.Tick.upTo(end);

        assertTrue(ticks.size() >= 3 && ticks.size() <= 7, end + ": " + ticks);
        for (Axis.Tick tick : ticks) {
            assertEquals(
                    tick.place() * end,
                    Double.parseDouble(tick.text().replace(",", "")),
                    end * 1e-6,
                    end + ": " + ticks);
            assertTrue(tick.place() <= 1);
        }
    }

    @Test
    void anAxisWithoutLengthHasItsZero() {
        assertEquals(List.of(new Axis.Tick(0, "0")), Axis.Tick.upTo(0));
        assertEquals(List.of(new Axis.Tick(0, "0")), Axis.Tick.upTo(Double.NaN));
        assertEquals(List.of(new Axis.Tick(0, "0")), Axis.Tick.upTo(Double.MIN_VALUE));
    }

    private static Axis axis(String label) {
        return Axis.marked(label, List.of(new Axis.Tick(0, "−1"), new Axis.Tick(1, "1")));
    }

    private static GreyImage flat(float value) {
        float[] values = new float[16];
        Arrays.fill(values, value);
        return new GreyImage(values, 4, 4);
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(int channel) {
        return Math.pow(channel / 255.0, 2.2);
    }

    private static BufferedImage draw(Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        picture.paint(graphics, Theme.LIGHT);
        graphics.dispose();
        return image;
    }

    private static Color at(BufferedImage image, int x, int y) {
        return new Color(image.getRGB(x, y));
    }
}
