package io.github.memcachedspring.transcoder;

import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.FileHandler;

import io.github.memcachedspring.test.Allocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which types are admitted.
 */
class TrustedTypesTests {

	@Test
	void admitsPlainValuesOfTheJdk() {
		for (Object value : List.of("", 1, 1L, 'c', BigDecimal.ONE, UUID.randomUUID(), ZoneId.of("Europe/Berlin"),
				new ArrayList<>(), List.of(), List.of(1, 2, 3), Map.of(), Map.of(1, 2), Collections.emptyList(),
				EnumSet.noneOf(TimeUnit.class), Optional.empty(), new int[0], new int[0][0], new String[0],
				new Object[0], new List<?>[0])) {
			assertThat(TrustedTypes.jdkOnly().admits(value.getClass())).as(value.getClass().getName()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "java.lang.Object", "java.lang.Class", "java.lang.Runtime", "java.lang.ProcessBuilder",
			"java.lang.Thread", "java.lang.reflect.Method", "java.lang.invoke.SerializedLambda", "java.net.URL",
			"java.net.InetAddress", "java.util.logging.FileHandler", "java.util.Properties", "java.util.Timer",
			"java.util.ServiceLoader", "java.util.Scanner", "java.util.Formatter", "java.util.PropertyResourceBundle",
			"java.util.concurrent.ThreadPoolExecutor", "java.util.regex.Pattern", "java.util.zip.ZipFile",
			"java.util.jar.JarFile", "java.util.List", "java.io.File", "java.rmi.server.UnicastRemoteObject",
			"javax.script.ScriptEngineManager", "com.sun.rowset.JdbcRowSetImpl", "java.sql.DriverManager",
			"org.springframework.context.support.FileSystemXmlApplicationContext", "com.example.Book",
			"[Ljava.net.URL;", "[[Lcom.example.Book;", "[L;", "[Lcom.example.Book", "" })
	void refusesEverythingElse(String name) {
		assertThat(TrustedTypes.jdkOnly().admitsName(name)).isFalse();
		assertThat(TrustedTypes.ofPackages("com.other").admitsName(name)).isFalse();
	}

	@Test
	void packageAdmitsSubpackagesNestedClassesAndArraysOnly() {
		TrustedTypes types = TrustedTypes.ofPackages("com.example");
		assertThat(types.admitsName("com.example.Book")).isTrue();
		assertThat(types.admitsName("com.example.Book$Page")).isTrue();
		assertThat(types.admitsName("com.example.shop.Order")).isTrue();
		assertThat(types.admitsName("[[Lcom.example.Book;")).isTrue();
		assertThat(types.admitsName("com.examples.Book")).isFalse();
		assertThat(types.admitsName("org.com.example.Book")).isFalse();
		assertThat(types.admitsName("com")).isFalse();
	}

	@Test
	void classAdmitsItselfAndNestedClasses() {
		TrustedTypes types = TrustedTypes.jdkOnly().withClasses(SampleTypes.class, FileHandler.class);
		assertThat(types.admits(SampleTypes.Point.class)).isTrue();
		assertThat(types.admits(SampleTypes.Operation.PLUS.getClass())).isTrue();
		assertThat(types.admits(FileHandler.class)).isTrue();
		assertThat(types.admits(GadgetOne.class)).isFalse();
		assertThat(types.admits(java.util.logging.Logger.class)).isFalse();
		assertThat(TrustedTypes.ofPackages(SampleTypes.class.getName()).admits(SampleTypes.Point.class)).isTrue();
		assertThat(TrustedTypes.ofPackages("java.util.logging.Level").admitsName("java.util.logging.Level")).isTrue();
	}

	@Test
	void refusesClassesThatOtherJvmsDoNotHave() {
		TrustedTypes types = TrustedTypes.ofPackages("io.github.memcachedspring", "com.example");
		Supplier<String> lambda = (Supplier<String> & Serializable) () -> "a";
		assertThat(types.admits(lambda.getClass())).isFalse();
		Object proxy = Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Supplier.class },
				(target, method, arguments) -> null);
		assertThat(types.admits(proxy.getClass())).isFalse();
		assertThat(types.admitsName("com.example.Service$$SpringCGLIB$$0")).isFalse();
		assertThat(types.admitsName("com.example.Order$HibernateProxy")).isFalse();
		assertThat(types.admitsName("com.example.Order$HibernateProxy$4uzTa1")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "java", "java.util", "java.util.logging", "javax.script", "sun.misc", "com.sun", "jdk.jfr" })
	void refusesPackagesOfTheJdk(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> TrustedTypes.ofPackages(name))
			.withMessage("'trusted-packages' must not be packages of the JDK: '%s'; name single classes instead", name);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", " ", "*", "com.*", "com.example.", ".com", "com..example", "com/example", "com example" })
	void refusesMalformedNames(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> TrustedTypes.ofPackages(name))
			.withMessageContaining("'%s'", name);
	}

	@Test
	void costsNoMoreForANameOfManyParts() {
		TrustedTypes types = TrustedTypes.ofPackages("com.example");
		String name = "com.other" + ".a$b".repeat(10_000);
		long allocated = Allocation.least(name.length(), () -> assertThat(types.admitsName(name)).isFalse());
		assertThat(allocated).isLessThan(name.length());
	}

	@Test
	void describesItself() {
		assertThat(TrustedTypes.jdkOnly()).hasToString("plain JDK values");
		assertThat(TrustedTypes.ofPackages("com.b", "com.a")).hasToString("plain JDK values and [com.a, com.b]");
	}

	@Test
	void exceptionKeepsLongNamesOutOfItsMessage() {
		UntrustedTypeException ex = new UntrustedTypeException("x".repeat(100_000));
		assertThat(ex.getMessage()).hasSizeLessThan(400);
		assertThat(ex.getTypeName()).hasSize(100_000);
	}

}
