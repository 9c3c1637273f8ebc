// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.util.Collection;

/**
 * What several measurements of the same thing say, those aside that are not numbers.
 *
 * @param low the end of the lowest quarter
 * @param high the beginning of the highest quarter
 */
record Quartiles(double median, double low, double high) {

    static Quartiles of(Collection<Double> values) {
        double[] sorted = values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return new Quartiles(Double.NaN, Double.NaN, Double.NaN);
        }
        return new Quartiles(at(sorted, 0.5), at(sorted, 0.25), at(sorted, 0.75));
    }

    private static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
