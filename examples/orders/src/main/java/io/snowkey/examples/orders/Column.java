// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

/** The columns of the file, in its order. */
enum Column {
    NUMBER("Contract ID"),
    SUPPLIER("Contractor Name"),
    TYPE("Type of Contract"),
    AWARDED_ON("Date of Award"),
    STARTS_ON("Start Date"),
    ENDS_ON("End Date"),
    TOTAL("Total value of Contract"),
    AWARDED("Contract Awarded"),
    PROJECT("Unique Project Identifier"),
    AGENCY("Agency ID");

    private final String header;

    Column(String header) {
        this.header = header;
    }

    String header() {
        return header;
    }
}
