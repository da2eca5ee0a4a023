package io.github.memcachedspring;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.github.memcachedspring.autoconfigure.MemcachedAutoConfiguration;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * States which package may use which.
 */
@Tag("slow")
class ArchitectureTests {

	private static final String ROOT = ArchitectureTests.class.getPackageName();

	/** Each may use those before it. */
	static final List<String> FOUNDATIONS = List.of("client", "client.chaos", "client.discovery", "client.xmemcached",
			"client.guard", "transcoder", "generation", "lease", "cache", "annotation");

	/** Each may use the foundations, and none another. */
	static final List<String> FEATURES = List.of("atomic", "migration", "migration.foreign", "warmup", "metrics",
			"observation", "health");

	private static final String AUTO_CONFIGURATION = ROOT + ".autoconfigure..";

	private static final String JACKSON = "tools.jackson..";

	private static final String SPRING_BOOT = "org.springframework.boot..";

	private static final JavaClasses LIBRARY = importLibrary();

	private static JavaClasses importLibrary() {
		try {
			return new ClassFileImporter().importPath(Path
				.of(MemcachedAutoConfiguration.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void classesAreFound() {
		assertThat(LIBRARY.contain(MemcachedAutoConfiguration.class)).isTrue();
	}

	@Test
	void everyPackageHasItsPlace() {
		check(classes().should()
			.resideInAnyPackage(
					packages(concat(concat(FOUNDATIONS, FEATURES), List.of("autoconfigure", "autoconfigure.*")))));
	}

	@ParameterizedTest
	@FieldSource("FOUNDATIONS")
	void aFoundationUsesOnlyThoseBeforeIt(String name) {
		checkThatOnlyUses(name, FOUNDATIONS.subList(0, FOUNDATIONS.indexOf(name)));
	}

	@ParameterizedTest
	@FieldSource("FEATURES")
	void aFeatureUsesOnlyFoundations(String name) {
		checkThatOnlyUses(name, FOUNDATIONS);
	}

	private static void checkThatOnlyUses(String name, List<String> others) {
		String[] usable = packages(concat(others, List.of(name)));
		DescribedPredicate<JavaClass> outOfReach = resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(usable)));
		check(noClasses().that().resideInAPackage(ROOT + "." + name).should().dependOnClassesThat(outOfReach));
	}

	@Test
	void packagesDoNotFormCycles() {
		check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
	}

	@Test
	void onlyTheEngineKnowsTheDriver() {
		check(noClasses().that()
			.resideOutsideOfPackage(ROOT + ".client.xmemcached")
			.and()
			.doNotBelongToAnyOf(MemcachedAutoConfiguration.class)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("net.rubyeye..", "com.google.code.yanf4j.."));
	}

	@Test
	void onlyAutoConfigurationKnowsThatOfSpringBoot() {
		check(noClasses().that()
			.resideOutsideOfPackage(AUTO_CONFIGURATION)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..autoconfigure.."));
	}

	@Test
	void foundationsDoWithoutSpringBootButForTheDurationsOfAnnotations() {
		check(noClasses().that()
			.resideInAnyPackage(packages(FOUNDATIONS.subList(0, FOUNDATIONS.indexOf("annotation"))))
			.should()
			.dependOnClassesThat()
			.resideInAPackage(SPRING_BOOT));
		check(noClasses().that()
			.resideInAPackage(ROOT + ".annotation")
			.should()
			.dependOnClassesThat(
					resideInAPackage(SPRING_BOOT).and(not(resideInAPackage("org.springframework.boot.convert")))));
	}

	@Test
	void onlyTheJsonCodecAndItsConfigurationKnowJackson() {
		check(noClasses().that()
			.resideOutsideOfPackages(ROOT + ".transcoder", AUTO_CONFIGURATION)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(JACKSON));
		check(noClasses().that()
			.resideInAPackage(ROOT + ".transcoder")
			.and()
			.haveNameNotMatching(".*\\.Json[^.]*")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(JACKSON));
	}

	@Test
	void onlyItsConfigurationKnowsTheEmbeddedServerAndTestLibraries() {
		check(noClasses().that()
			.resideOutsideOfPackage(ROOT + ".autoconfigure.embedded")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ROOT + ".embedded..", "org.springframework.test..", "org.junit.."));
		check(noClasses().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.test..", "org.junit.."));
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(LIBRARY.stream().map(JavaClass::getPackage).distinct()).allSatisfy((javaPackage) -> {
			assertThat(javaPackage.tryGetPackageInfo()).as("package-info of '%s'", javaPackage.getName()).isPresent();
			assertThat(javaPackage.isAnnotatedWith(NullMarked.class)).as(javaPackage.getName()).isTrue();
		});
	}

	@Test
	void autoConfigurationsAreFinalAndOfferNothing() {
		check(classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL));
		check(methods().that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.notBePublic());
		check(fields().that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.notBePublic());
	}

	/** There the condition comes too late: the class is linked by then. */
	@Test
	void conditionsOnClassesAreNotOnMethods() {
		check(noMethods().that().areAnnotatedWith(Bean.class).should().beAnnotatedWith(ConditionalOnClass.class));
	}

	@Test
	void conditionsAreHidden() {
		check(classes().that().implement(Condition.class).should().notBePublic());
	}

	private static void check(ArchRule rule) {
		rule.allowEmptyShould(true).check(LIBRARY);
	}

	private static List<String> concat(List<String> names, List<String> others) {
		return Stream.concat(names.stream(), others.stream()).toList();
	}

	private static String[] packages(List<String> names) {
		return names.stream().map((name) -> ROOT + "." + name).toArray(String[]::new);
	}

}
