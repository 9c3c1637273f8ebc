// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.mybatis;

public record Book(long id, String title) {}
