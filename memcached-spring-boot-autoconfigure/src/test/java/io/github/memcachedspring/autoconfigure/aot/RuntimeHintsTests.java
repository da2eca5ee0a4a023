package io.github.memcachedspring.autoconfigure.aot;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedTransferQueue;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a native image is told of this library.
 */
class RuntimeHintsTests {

	private static final RuntimeHints HINTS = hints();

	private static RuntimeHints hints() {
		RuntimeHints hints = new RuntimeHints();
		AotServices.factories()
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter((registrar) -> registrar.getClass().getName().startsWith("io.github.memcachedspring."))
			.forEach((registrar) -> registrar.registerHints(hints, null));
		return hints;
	}

	static Stream<Object> values() {
		return Stream.of("text", 1, 2L, true, 'c', new BigDecimal("1.5"), UUID.randomUUID(), new Date(), Locale.ENGLISH,
				URI.create("urn:x"), Instant.now(), LocalDate.now(), ZonedDateTime.now(), Duration.ofDays(1),
				DayOfWeek.MONDAY, EnumSet.of(DayOfWeek.MONDAY), List.of(1), List.of(1, 2, 3), Set.of(1), Map.of("a", 1),
				new ArrayList<>(List.of("a")), new LinkedHashMap<>(Map.of("a", 1)), new TreeMap<>(Map.of("a", 1)),
				new ConcurrentHashMap<>(Map.of("a", 1)), Collections.unmodifiableList(new ArrayList<>()), new byte[1],
				new String[] { "a" }, new int[] { 1 });
	}

	@ParameterizedTest
	@MethodSource("values")
	void lookUpAndSerializeWhatTheJdkMakesOfAValue(Object value) throws IOException {
		assertThat(classesInStream(value)).allSatisfy((type) -> {
			assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(HINTS);
			assertThat(RuntimeHintsPredicates.reflection().onJavaSerialization(type, true)).accepts(HINTS);
		});
	}

	private static Set<Class<?>> classesInStream(Object value) throws IOException {
		Set<Class<?>> classes = new LinkedHashSet<>();
		try (ObjectOutputStream stream = new ObjectOutputStream(OutputStream.nullOutputStream()) {

			@Override
			protected void annotateClass(Class<?> type) {
				// The application's enums are the application's to name.
				if (type != DayOfWeek.class) {
					classes.add(type);
				}
			}

		}) {
			stream.writeObject(value);
		}
		return classes;
	}

	@Test
	void makeTheQueueThatTheDriverLooksUp() {
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(LinkedTransferQueue.class.getConstructors()[0])
			.or(RuntimeHintsPredicates.reflection()
				.onConstructorInvocation(LinkedTransferQueue.class.getConstructors()[1])))
			.accepts(HINTS);
	}

}
