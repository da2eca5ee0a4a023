package io.github.memcachedspring.transcoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.springframework.util.Assert;

/**
 * An allow-list of the types whose values are cached. It always admits plain values of
 * the JDK (wrappers, {@link String}, numbers, {@code java.time}, collections,
 * {@link java.util.UUID} and the like) and arrays of what it admits; the application's
 * types are admitted by package. Immutable and safe for use by many threads.
 *
 * <p>
 * Never admitted are lambdas and classes generated at run time (proxies of Spring or
 * Hibernate): another JVM could not read them.
 *
 * @since 0.1.0
 */
public final class TrustedTypes {

	private static final TrustedTypes JDK_ONLY = new TrustedTypes(Set.of());

	private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");

	// Whole packages of the platform hold gadgets; single classes may be named.
	private static final Pattern PLATFORM_PACKAGE = Pattern.compile("(java|javax|jdk|sun|com\\.sun)(\\.[^\\p{Lu}.]+)*");

	private final Set<String> names;

	// Lets class loaders go, which a map would keep.
	private final ClassValue<Boolean> admitted = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			return !type.isHidden() && admitsName(type.getName());
		}

	};

	private TrustedTypes(Collection<String> names) {
		this.names = Set.copyOf(names);
	}

	/**
	 * Returns the plain values of the JDK only.
	 * @return the types
	 */
	public static TrustedTypes jdkOnly() {
		return JDK_ONLY;
	}

	/**
	 * Returns the types of packages and of their subpackages, besides plain values of the
	 * JDK.
	 * @param packages names of packages, or of single classes, which stand for their
	 * nested classes too
	 * @return the types
	 * @throws IllegalArgumentException if a name is malformed or a package of the JDK
	 */
	public static TrustedTypes ofPackages(Collection<String> packages) {
		return JDK_ONLY.withPackages(packages);
	}

	/**
	 * Returns the types of packages and of their subpackages, besides plain values of the
	 * JDK.
	 * @param packages names of packages, or of single classes, which stand for their
	 * nested classes too
	 * @return the types
	 * @throws IllegalArgumentException if a name is malformed or a package of the JDK
	 */
	public static TrustedTypes ofPackages(String... packages) {
		return ofPackages(Arrays.asList(packages));
	}

	/**
	 * Returns a copy that admits further packages.
	 * @param packages names of packages, or of single classes, which stand for their
	 * nested classes too
	 * @return the copy
	 * @throws IllegalArgumentException if a name is malformed or a package of the JDK
	 */
	public TrustedTypes withPackages(Collection<String> packages) {
		packages.forEach(TrustedTypes::check);
		return with(packages);
	}

	/**
	 * Returns a copy that admits further classes and the classes nested in them.
	 * @param classes the classes
	 * @return the copy
	 */
	public TrustedTypes withClasses(Class<?>... classes) {
		return with(Arrays.stream(classes).map(Class::getName).toList());
	}

	private TrustedTypes with(Collection<String> added) {
		Set<String> union = new LinkedHashSet<>(this.names);
		union.addAll(added);
		return new TrustedTypes(union);
	}

	private static void check(String name) {
		Assert.isTrue(NAME.matcher(name).matches(),
				() -> "'trusted-packages' must be names of packages or classes without wildcards: '%s'"
					.formatted(name));
		Assert.isTrue(!PLATFORM_PACKAGE.matcher(name).matches(),
				() -> "'trusted-packages' must not be packages of the JDK: '%s'; name single classes instead"
					.formatted(name));
	}

	/**
	 * Returns whether values of a type may be stored and read.
	 * @param type the type
	 * @return {@code true} if they may
	 */
	public boolean admits(Class<?> type) {
		return this.admitted.get(type);
	}

	/**
	 * Returns whether values of a type may be read, without loading it.
	 * @param name the name, as {@link Class#getName()} has it
	 * @return {@code true} if they may
	 */
	boolean admitsName(String name) {
		if (name.startsWith("[")) {
			return admitsArray(name.substring(name.lastIndexOf('[') + 1));
		}
		return JdkTypes.VALUES.contains(name) || (!isGenerated(name) && isNamed(name));
	}

	/**
	 * Returns whether a Java serialization stream may name a type: those that values may
	 * have, and what the JDK writes on their behalf.
	 * @param name the name, as {@link Class#getName()} has it
	 * @return {@code true} if it may
	 */
	boolean admitsInStream(String name) {
		return admitsName(name) || JdkTypes.STREAM.contains(name);
	}

	private boolean admitsArray(String component) {
		if (component.length() == 1) {
			return true;
		}
		if (!component.startsWith("L") || !component.endsWith(";")) {
			return false;
		}
		String name = component.substring(1, component.length() - 1);
		return JdkTypes.COMPONENTS.contains(name) || admitsName(name);
	}

	private static boolean isGenerated(String name) {
		return name.contains("$$") || name.contains("$HibernateProxy");
	}

	// Who writes an entry chooses how long the name is, so its parts are not tried.
	private boolean isNamed(String name) {
		for (String trusted : this.names) {
			if (name.startsWith(trusted) && isWithin(name, trusted.length())) {
				return true;
			}
		}
		return false;
	}

	private static boolean isWithin(String name, int end) {
		return name.length() == end || name.charAt(end) == '.' || name.charAt(end) == '$';
	}

	@Override
	public String toString() {
		List<String> sorted = new ArrayList<>(this.names);
		sorted.sort(null);
		return "plain JDK values" + ((sorted.isEmpty()) ? "" : " and " + sorted);
	}

}
