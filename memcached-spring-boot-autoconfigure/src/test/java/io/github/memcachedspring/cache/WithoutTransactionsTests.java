package io.github.memcachedspring.cache;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application need not have spring-tx.
 */
class WithoutTransactionsTests {

	@Test
	void writesAtOnceWhenSpringTxIsAbsent() throws Exception {
		try (URLClassLoader classLoader = withoutSpringTx()) {
			assertThatExceptionOfType(ClassNotFoundException.class)
				.isThrownBy(() -> classLoader.loadClass("org.springframework.transaction.TransactionManager"));
			Class<?> type = Class.forName(WriteTiming.class.getName(), true, classLoader);
			Method of = type.getDeclaredMethod("of", boolean.class);
			of.setAccessible(true);
			assertThat(of.invoke(null, true)).hasToString("IMMEDIATE");
		}
	}

	private static URLClassLoader withoutSpringTx() throws Exception {
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (!entry.contains("spring-tx")) {
				urls.add(Path.of(entry).toUri().toURL());
			}
		}
		return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
	}

}
