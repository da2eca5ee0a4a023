package io.github.memcachedspring.autoconfigure;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.io.Resource;
import org.springframework.core.io.UrlResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the files by which Spring Boot finds what is in this module.
 */
class RegistrationTests {

	private static final String PACKAGE = RegistrationTests.class.getPackageName();

	@Test
	void everyAutoConfigurationIsRegistered() {
		List<String> found = new Scanner().findCandidateComponents(PACKAGE)
			.stream()
			.map((candidate) -> String.valueOf(candidate.getBeanClassName()))
			.sorted()
			.toList();
		assertThat(found).isNotEmpty();
		assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates())
			.filteredOn((name) -> name.startsWith(PACKAGE))
			.containsExactlyElementsOf(found);
	}

	@Test
	void everyFactoryIsAClassOfItsType() throws IOException {
		Properties factories = PropertiesLoaderUtils.loadProperties(ownFactories());
		assertThat(factories).isNotEmpty();
		factories.forEach((type, names) -> assertThat(classes(String.valueOf(names))).isNotEmpty()
			.allMatch(ClassUtils.resolveClassName(String.valueOf(type), null)::isAssignableFrom));
	}

	private static Stream<Class<?>> classes(String names) {
		return Arrays.stream(names.split(",")).map((name) -> ClassUtils.resolveClassName(name.trim(), null));
	}

	private static Resource ownFactories() throws IOException {
		String root = MemcachedAutoConfiguration.class.getProtectionDomain().getCodeSource().getLocation().toString();
		return new UrlResource(root + "META-INF/spring.factories");
	}

	/** Finds them whatever their conditions. */
	private static final class Scanner extends ClassPathScanningCandidateComponentProvider {

		private Scanner() {
			super(false);
		}

		@Override
		protected boolean isCandidateComponent(MetadataReader reader) {
			return reader.getAnnotationMetadata().isAnnotated(AutoConfiguration.class.getName());
		}

	}

}
