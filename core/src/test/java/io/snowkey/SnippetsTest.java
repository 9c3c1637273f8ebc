// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Compiles the examples in the Javadoc. */
class SnippetsTest {

    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* \\}</pre>", Pattern.DOTALL);

    @TempDir
    private Path output;

    @Test
    void everyExampleInTheJavadocCompiles() throws IOException {
        List<String> examples = examples();

        assertThat(examples).hasSizeGreaterThanOrEqualTo(4);
        for (String example : examples) {
            assertThat(errorsOf(example)).as(example).isEmpty();
        }
    }

    @Test
    void anExampleThatDoesNotCompileIsNoticed() {
        assertThat(errorsOf("long id = SnowflakeGenerator.builder().workerId(7).nextId();"))
                .contains("cannot find symbol");
    }

    private static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher matcher = EXAMPLE.matcher(Files.readString(source));
                while (matcher.find()) {
                    examples.add(matcher.group(1).replaceAll("(?m)^ \\* ?", ""));
                }
            }
        }
        return examples;
    }

    private String errorsOf(String example) {
        String source = "import io.snowkey.*; import java.nio.file.*; import java.time.*; import java.util.*;"
                + " class Example { void run() throws Exception {\n" + example + "\n} }";
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-d", output.toString(), "-classpath", System.getProperty("java.class.path"));
        boolean compiled = compiler.getTask(errors, null, null, options, null, List.of(file))
                .call();
        return compiled ? "" : errors.toString();
    }
}
