// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Hands the shipped migrations to Flyway. Spring finds them, because it knows native images.
 *
 * @param files all of them
 */
record MigrationResources(List<LoadableResource> files) implements ResourceProvider {

    static MigrationResources in(List<String> locations) {
        List<LoadableResource> files = new ArrayList<>();
        try {
            for (String location : locations) {
                for (Resource file : new PathMatchingResourcePatternResolver().getResources(location + "/*.sql")) {
                    files.add(new Migration(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MigrationResources(files);
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return files.stream()
                .filter(file -> file.getRelativePath().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return files.stream()
                .filter(file -> file.getFilename().startsWith(prefix)
                        && Stream.of(suffixes).anyMatch(file.getFilename()::endsWith))
                .toList();
    }

    private static final class Migration extends LoadableResource {

        private final Resource file;

        Migration(Resource file) {
            this.file = file;
        }

        @Override
        public Reader read() {
            try {
                return new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String getAbsolutePath() {
            return file.getDescription();
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return file.getDescription();
        }

        @Override
        public String getFilename() {
            return Objects.requireNonNull(file.getFilename());
        }

        @Override
        public String getRelativePath() {
            return getFilename();
        }
    }
}
