package io.github.memcachedspring.transcoder;

import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Jackson is optional: everything but the JSON codec works without it.
 */
class WithoutJacksonTests {

	@Test
	void storesWithJavaSerialization() throws Exception {
		URL[] path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("jackson"))
			.map(WithoutJacksonTests::url)
			.toArray(URL[]::new);
		try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
			assertThatExceptionOfType(ClassNotFoundException.class)
				.isThrownBy(() -> loader.loadClass("tools.jackson.databind.json.JsonMapper"));
			Method roundTrip = loader.loadClass(Isolated.class.getName()).getDeclaredMethod("roundTrip", List.class);
			roundTrip.setAccessible(true);
			assertThat(roundTrip.invoke(null, List.of("a", 5L))).isEqualTo(List.of("a", 5L));
		}
	}

	private static URL url(String entry) {
		try {
			return new File(entry).toURI().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static final class Isolated {

		private Isolated() {
		}

		static Object roundTrip(List<Object> value) {
			ObjectCodec codec = ObjectCodec.jdk(TrustedTypes.ofPackages("com.example"), null);
			Transcoder transcoder = Transcoder.of(codec, Compression.defaults());
			return String.valueOf(transcoder.decode(transcoder.read(transcoder.encode(value, EntryHeader.of(1, 2, 3)))))
				.equals(String.valueOf(value)) ? value : List.of();
		}

	}

}
