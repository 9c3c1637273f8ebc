// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.svg.SVGGraphics2D;

/** Bars beside each other, as SVG without a background, in colours that can be read on white and on black. */
final class BarChart {

    private static final Color TEXT = new Color(0x7b8189);
    private static final Color GRID = new Color(0x7b, 0x81, 0x89, 0x50);
    private static final int WIDTH = 820;
    private static final int BAR = 17;

    /** The order of the series. */
    private enum Paint {
        BLUE(0x3d85c6),
        ORANGE(0xe08a1e),
        GREEN(0x45a06a),
        PURPLE(0x9b6fd0);

        private final int rgb;

        Paint(int rgb) {
            this.rgb = rgb;
        }
    }

    private final String title;
    private final String axis;
    private final String format;
    private final boolean logarithmic;
    private final DefaultCategoryDataset bars = new DefaultCategoryDataset();

    /** @param format the format of the numbers, as for {@link DecimalFormat} */
    BarChart(String title, String axis, String format, boolean logarithmic) {
        this.title = title;
        this.axis = axis;
        this.format = format;
        this.logarithmic = logarithmic;
    }

    /** Adds a bar. A value that is not finite gets none: it was not measured. */
    void add(String series, String category, double value) {
        bars.addValue(Double.isFinite(value) ? value : null, series, category);
    }

    /** Writes the chart, unless it has no bars. */
    void write(String name) throws IOException {
        if (bars.getColumnCount() == 0) {
            return;
        }
        boolean several = bars.getRowCount() > 1;
        JFreeChart chart =
                ChartFactory.createBarChart(title, null, axis, bars, PlotOrientation.HORIZONTAL, several, false, false);
        dress(chart, several);
        dress(chart.getCategoryPlot());
        int height = 110 + bars.getColumnCount() * (bars.getRowCount() * BAR + 10);
        SVGGraphics2D svg = new SVGGraphics2D(WIDTH, height);
        chart.draw(svg, new Rectangle2D.Double(0, 0, WIDTH, height));
        Path file = BenchmarkSuite.RESULTS.resolve(name + ".svg");
        Files.writeString(file, svg.getSVGElement());
    }

    private static void dress(JFreeChart chart, boolean legend) {
        chart.setBackgroundPaint(null);
        chart.setPadding(new RectangleInsets(4, 4, 4, 16));
        chart.getTitle().setPaint(TEXT);
        chart.getTitle().setFont(font(Font.BOLD, 15));
        if (legend) {
            chart.getLegend().setBackgroundPaint(null);
            chart.getLegend().setFrame(BlockBorder.NONE);
            chart.getLegend().setItemPaint(TEXT);
            chart.getLegend().setItemFont(font(Font.PLAIN, 12));
        }
    }

    private void dress(CategoryPlot plot) {
        DecimalFormat numbers = new DecimalFormat(format, DecimalFormatSymbols.getInstance(Locale.ROOT));
        if (logarithmic) {
            LogAxis scale = new LogAxis(axis);
            scale.setNumberFormatOverride(numbers);
            scale.setSmallestValue(0.5);
            scale.setTickUnit(new NumberTickUnit(1)); // powers of ten
            plot.setRangeAxis(scale);
        }
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setRangeGridlinePaint(GRID);
        ValueAxis values = plot.getRangeAxis();
        values.setUpperMargin(logarithmic ? 0.15 : 0.1);
        for (Axis each : new Axis[] {values, plot.getDomainAxis()}) {
            each.setLabelPaint(TEXT);
            each.setLabelFont(font(Font.PLAIN, 12));
            each.setTickLabelPaint(TEXT);
            each.setTickLabelFont(font(Font.PLAIN, 12));
            each.setAxisLinePaint(GRID);
            each.setTickMarkPaint(GRID);
        }
        plot.getDomainAxis().setMaximumCategoryLabelWidthRatio(0.4f);
        BarRenderer renderer = (BarRenderer) plot.getRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setItemMargin(0.05);
        renderer.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator("{2}", numbers));
        renderer.setDefaultItemLabelsVisible(true);
        renderer.setDefaultItemLabelPaint(TEXT);
        renderer.setDefaultItemLabelFont(font(Font.PLAIN, 11));
        for (int series = 0; series < bars.getRowCount(); series++) {
            renderer.setSeriesPaint(series, new Color(Paint.values()[series % Paint.values().length].rgb));
        }
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
