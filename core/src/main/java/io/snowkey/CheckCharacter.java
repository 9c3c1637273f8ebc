// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/**
 * A check character over digits of five bits. The check is the sum of the digits, each multiplied by another power of
 * 2, in the field of 32 elements with the polynomial x<sup>5</sup> + x<sup>2</sup> + 1. One wrong digit changes the
 * sum. Two digits that changed places change it too, because their powers differ.
 */
final class CheckCharacter {

    private static final int POLYNOMIAL = 0b100101;
    private static final int OVERFLOW = 0b100000;

    private CheckCharacter() {}

    /** Adds one more digit to a sum. */
    static int add(int sum, int digit) {
        return doubled(sum) ^ digit;
    }

    /** The digit that makes the sum the wanted one. */
    static int completing(int sum, int wanted) {
        return doubled(sum) ^ wanted;
    }

    private static int doubled(int element) {
        int twice = element << 1;
        return (twice & OVERFLOW) == 0 ? twice : twice ^ POLYNOMIAL;
    }
}
