// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ModuleTest {

    private final ModuleFinder finder = ModuleFinder.of(classes());

    @Test
    void needsNothingButTheJdk() {
        ModuleDescriptor module = finder.find("io.snowkey").orElseThrow().descriptor();

        assertThat(module.requires())
                .filteredOn(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
                .extracting(Requires::name)
                .containsExactly("java.base");
        assertThat(module.exports())
                .extracting(ModuleDescriptor.Exports::source)
                .containsExactly("io.snowkey");
        assertThat(module.isOpen()).isFalse();
    }

    @Test
    void worksAsAModule() throws ReflectiveOperationException {
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration = boot.configuration().resolve(finder, ModuleFinder.of(), Set.of("io.snowkey"));
        Module module = boot.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader())
                .findModule("io.snowkey")
                .orElseThrow();

        Class<?> generator = module.getClassLoader().loadClass("io.snowkey.SnowflakeGenerator");
        Object builder = generator.getMethod("builder").invoke(null);
        Object withWorker = builder.getClass().getMethod("workerId", long.class).invoke(builder, 7L);
        Object ids = builder.getClass().getMethod("build").invoke(withWorker);

        assertThat(generator.getModule()).isSameAs(module);
        assertThat((long) generator.getMethod("nextId").invoke(ids)).isPositive();
    }

    private static Path classes() {
        try {
            return Path.of(SnowflakeGenerator.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
