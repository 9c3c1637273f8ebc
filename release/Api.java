// SPDX-License-Identifier: Apache-2.0
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what the jars offer to other people's code, one text for each jar: the public types with their public and protected
 * members, in alphabetical order. So the text changes when the offer changes, and not when code moves. A type that is not
 * public itself is in it when a public type extends it or implements it, because its members are inherited.
 *
 * <p>{@code java release/Api.java DIRECTORY NAME=JAR ...} writes {@code DIRECTORY/NAME.txt}.
 */
class Api {

    private static final Pattern NOT_TYPES = Pattern.compile("META-INF/.*|.*(package|module)-info\\.class");

    private record Type(String name, String head, Collection<String> members) {

        boolean isPublic() {
            return head.startsWith("public ");
        }

        boolean inheritsFrom(Type other) {
            return Pattern.compile("[ ,]" + Pattern.quote(other.name) + "[ ,<{]")
                    .matcher(head.substring(head.indexOf(name) + name.length()))
                    .find();
        }

        String text() {
            return head + "\n" + String.join("", members.stream().map(m -> m + "\n").toList()) + "}\n";
        }
    }

    public static void main(String[] args) throws IOException {
        Path directory = Files.createDirectories(Path.of(args[0]));
        for (String argument : List.of(args).subList(1, args.length)) {
            String name = argument.substring(0, argument.indexOf('='));
            String jar = argument.substring(name.length() + 1);
            Collection<Type> offered = offered(types(jar));
            if (offered.isEmpty()) {
                throw new IllegalArgumentException(jar + " has no public type");
            }
            List<String> texts = new ArrayList<>(List.of(module(jar)));
            offered.forEach(t -> texts.add(t.text()));
            Files.writeString(directory.resolve(name + ".txt"), String.join("\n", texts));
        }
    }

    /** What its module is called and exports, also when the name is all that it says of one. */
    private static String module(String jar) {
        ModuleDescriptor module =
                ModuleFinder.of(Path.of(jar)).findAll().iterator().next().descriptor();
        String head = (module.isAutomatic() ? "automatic module " : "module ") + module.name() + " {\n";
        Stream<String> requires = module.requires().stream()
                .filter(r -> r.modifiers().contains(Requires.Modifier.TRANSITIVE))
                .map(r -> "  requires transitive " + r.name() + "\n");
        Stream<String> exports = module.exports().stream().map(e -> "  exports " + e.source() + "\n");
        return head + Stream.concat(requires, exports).sorted().collect(Collectors.joining()) + "}\n";
    }

    private static Map<String, Type> types(String jar) throws IOException {
        Map<String, Type> types = new TreeMap<>();
        String name = null;
        String head = null;
        Collection<String> members = new TreeSet<>();
        for (String line : javap(jar, classes(jar)).lines().toList()) {
            if (line.startsWith("Compiled from")) {
                continue;
            }
            if (line.equals("}")) {
                types.put(name, new Type(name, head, members));
                head = null;
                members = new TreeSet<>();
            } else if (head == null) {
                head = line;
                name = nameIn(line);
            } else if (!line.isBlank()) {
                members.add(line);
            }
        }
        return types;
    }

    /** The name after {@code class} or {@code interface}. */
    private static String nameIn(String head) {
        List<String> words = List.of(head.split("[ <{]+"));
        for (String keyword : List.of("class", "interface")) {
            int at = words.indexOf(keyword);
            if (at >= 0) {
                return words.get(at + 1);
            }
        }
        throw new IllegalArgumentException("A line of javap that is not understood: " + head);
    }

    private static Set<Type> offered(Map<String, Type> types) {
        Set<Type> offered = new TreeSet<>(Comparator.comparing(Type::name));
        types.values().stream().filter(t -> reachable(t, types)).forEach(offered::add);
        boolean grown = true;
        while (grown) {
            List<Type> inherited = new ArrayList<>();
            for (Type type : offered) {
                types.values().stream().filter(type::inheritsFrom).forEach(inherited::add);
            }
            grown = offered.addAll(inherited);
        }
        return offered;
    }

    /** Whether it is public, and so is every type that it is nested in. */
    private static boolean reachable(Type type, Map<String, Type> types) {
        for (int at = type.name.indexOf('$'); at > 0; at = type.name.indexOf('$', at + 1)) {
            Type outer = types.get(type.name.substring(0, at));
            if (outer != null && !outer.isPublic()) {
                return false;
            }
        }
        return type.isPublic();
    }

    private static List<String> classes(String jar) throws IOException {
        try (JarFile file = new JarFile(new File(jar))) {
            return file.stream()
                    .map(e -> e.getName())
                    .filter(n -> n.endsWith(".class") && !NOT_TYPES.matcher(n).matches())
                    .map(n -> n.substring(0, n.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }

    private static String javap(String jar, List<String> classes) {
        List<String> arguments = new ArrayList<>(List.of("-protected", "-constants", "-cp", jar));
        arguments.addAll(classes);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int result = ToolProvider.findFirst("javap")
                .orElseThrow(() -> new IllegalStateException("This Java has no javap: it has to be a JDK"))
                .run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        if (result != 0) {
            throw new IllegalStateException("javap failed on " + jar + ": " + err);
        }
        return out.toString();
    }
}
