// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

/** A setting of the builder is out of its range, or contradicts another one. */
final class InvalidSettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String setting;

    /**
     * Makes an exception for one setting.
     *
     * @param setting the name that the method of the builder has
     */
    InvalidSettingException(String setting, String message) {
        super(message);
        this.setting = setting;
    }

    /** The name that the method of the builder has, such as {@code maxWait}. */
    String setting() {
        return setting;
    }
}
