package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.autoconfigure.MigrationContexts.Books;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.migration.MigrationPhase;
import io.github.memcachedspring.test.ConfigurationEndpoint;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What annotated methods do in each phase of a migration, with two clusters.
 */
class MigrationPhasesTests {

	private static final String EMMA = "shop:c:books:s=emma";

	private final MemcachedServer old = MemcachedServer.start();

	private final MemcachedServer next = MemcachedServer.start();

	@AfterEach
	void stop() {
		this.old.close();
		this.next.close();
	}

	private static Books books(ApplicationContext context) {
		return context.getBean(Books.class);
	}

	private void fillOld() {
		MigrationContexts.on(this.old.node()).run((context) -> books(context).find("emma"));
		assertThat(MigrationContexts.holds(this.old, EMMA)).isTrue();
	}

	@Test
	void prepareUsesTheOldClusterAndRemovesFromBoth() {
		fillOld();
		MigrationContexts.moving("prepare", this.old, this.next).run((context) -> {
			assertThat(books(context).find("emma")).isEqualTo("loaded emma");
			assertThat(books(context).find("dune")).isEqualTo("loaded dune");
			assertThat(books(context).loads()).containsExactly("dune");
			assertThat(MigrationContexts.holds(this.old, "shop:c:books:s=dune")).isTrue();
			assertThat(MigrationContexts.holds(this.next, "shop:c:books:s=dune")).isFalse();
			this.next.command("ms %s 1 T60\r\nx".formatted(EMMA));
			books(context).replace("emma");
			assertThat(MigrationContexts.holds(this.old, EMMA)).isTrue();
			assertThat(MigrationContexts.holds(this.next, EMMA)).isFalse();
			this.next.command("ms %s 1 T60\r\nx".formatted(EMMA));
			books(context).remove("emma");
			assertThat(MigrationContexts.holds(this.old, EMMA)).isFalse();
			assertThat(MigrationContexts.holds(this.next, EMMA)).isFalse();
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void readThroughTakesFromTheOldClusterWhatTheNewOneDoesNotHave(boolean sync) {
		fillOld();
		MigrationContexts.moving("read-through", this.old, this.next).run((context) -> {
			assertThat(sync ? books(context).findTogether("emma") : books(context).find("emma"))
				.isEqualTo("loaded emma");
			assertThat(books(context).loads()).isEmpty();
			MigrationContexts.awaitCopy(this.next, EMMA);
			long reads = this.old.stat("cmd_get");
			assertThat(books(context).find("emma")).isEqualTo("loaded emma");
			assertThat(this.old.stat("cmd_get")).isEqualTo(reads);
			MigrationController migration = context.getBean(MigrationController.class);
			Awaitility.await().until(() -> migration.getProgress().copied() == 1);
			assertThat(migration.getProgress().hitsOnOld()).isOne();
			assertThat(migration.getProgress().hitsOnNew()).isOne();
		});
	}

	@Test
	void readThroughTakesFromAnOldClusterThatIsAskedWithoutMetaCommands() {
		fillOld();
		MigrationContexts
			.moving("read-through", this.old, this.next, "memcached.migration.from.classic-commands=true",
					"memcached.migration.copy-time-to-live=30s")
			.run((context) -> {
				assertThat(books(context).find("emma")).isEqualTo("loaded emma");
				assertThat(books(context).loads()).isEmpty();
				MigrationContexts.awaitCopy(this.next, EMMA);
				assertThat(this.next.command("mg %s t".formatted(EMMA))).matches("HD t(2[0-9]|30)");
			});
	}

	@Test
	void readThroughTakesFromAnOldClusterThatIsFoundByItsEndpoint() {
		fillOld();
		try (ConfigurationEndpoint endpoint = ConfigurationEndpoint.start()) {
			endpoint.tell(1, this.old.node());
			MigrationContexts
				.moving("read-through", this.old, this.next, "memcached.migration.from.servers=",
						"memcached.migration.from.discovery.endpoint=" + endpoint.node())
				.run((context) -> {
					Awaitility.await().until(() -> {
						books(context).find("emma");
						return context.getBean(MigrationController.class).getProgress().hitsOnOld() > 0;
					});
					assertThat(endpoint.questions()).isPositive();
				});
		}
	}

	@Test
	void readThroughWritesToTheNewClusterAndRemovesFromTheOldOne() {
		fillOld();
		MigrationContexts.moving("read-through", this.old, this.next).run((context) -> {
			books(context).replace("emma");
			assertThat(MigrationContexts.holds(this.old, EMMA)).isFalse();
			assertThat(MigrationContexts.holds(this.next, EMMA)).isTrue();
			assertThat(books(context).find("emma")).isEqualTo("put emma");
			books(context).remove("emma");
			assertThat(MigrationContexts.holds(this.next, EMMA)).isFalse();
		});
		fillOld();
		MigrationContexts.moving("read-through", this.old, this.next).run((context) -> {
			books(context).remove("emma");
			assertThat(books(context).find("emma")).isEqualTo("loaded emma");
			assertThat(books(context).loads()).containsExactly("emma");
		});
	}

	@Test
	void readThroughServesNothingThatWasCleared() {
		fillOld();
		MigrationContexts.moving("read-through", this.old, this.next).run((context) -> {
			books(context).removeAll();
			books(context).find("emma");
			assertThat(books(context).loads()).containsExactly("emma");
		});
	}

	@Test
	void aDryRunTakesNothing() {
		fillOld();
		MigrationContexts.moving("read-through", this.old, this.next, "memcached.migration.dry-run=true")
			.run((context) -> {
				books(context).find("emma");
				assertThat(books(context).loads()).containsExactly("emma");
				assertThat(context.getBean(MigrationController.class).getProgress()).satisfies((progress) -> {
					assertThat(progress.hitsOnOld()).isOne();
					assertThat(progress.copied()).isZero();
				});
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "done", "none" })
	void theOldClusterIsLeftAloneOtherwise(String phase) {
		fillOld();
		long connections = this.old.stat("total_connections");
		MigrationContexts.moving(phase, this.old, this.next).run((context) -> {
			books(context).find("emma");
			assertThat(books(context).loads()).containsExactly("emma");
		});
		// Those that asked.
		assertThat(this.old.stat("total_connections")).isEqualTo(connections + 1);
	}

	@Test
	void aControllerMovesARunningInstance() {
		fillOld();
		MigrationContexts.moving("prepare", this.old, this.next).run((context) -> {
			MigrationController controller = context.getBean(MigrationController.class);
			assertThat(controller.getPhase()).isEqualTo(MigrationPhase.PREPARE);
			books(context).find("emma");
			controller.moveTo(MigrationPhase.READ_THROUGH);
			assertThat(books(context).find("emma")).isEqualTo("loaded emma");
			MigrationContexts.awaitCopy(this.next, EMMA);
			books(context).find("dune");
			assertThat(MigrationContexts.holds(this.next, "shop:c:books:s=dune")).isTrue();
			assertThat(MigrationContexts.holds(this.old, "shop:c:books:s=dune")).isFalse();
			controller.moveTo(MigrationPhase.DONE);
			long reads = this.old.stat("cmd_get");
			books(context).find("lear");
			assertThat(books(context).loads()).containsExactly("dune", "lear");
			assertThat(this.old.stat("cmd_get")).isEqualTo(reads);
		});
	}

	@Test
	void anInstanceThatWasStartedWhenAllWasDoneHasNoWayBack() {
		fillOld();
		MigrationContexts.moving("done", this.old, this.next).run((context) -> {
			MigrationController controller = context.getBean(MigrationController.class);
			assertThatIllegalStateException().isThrownBy(() -> controller.moveTo(MigrationPhase.READ_THROUGH))
				.withMessageContaining("has no connection to the old cluster. Restart it with "
						+ "'memcached.migration.phase' set to 'read-through'");
			assertThat(controller.getPhase()).isEqualTo(MigrationPhase.DONE);
			books(context).replace("emma");
			assertThat(books(context).find("emma")).isEqualTo("put emma");
		});
	}

	@Test
	void anInstanceCannotBePreparedForAnOldClusterThatIsAskedWithoutMetaCommands() {
		fillOld();
		MigrationContexts.moving("read-through", this.old, this.next, "memcached.migration.from.classic-commands=true")
			.run((context) -> {
				MigrationController controller = context.getBean(MigrationController.class);
				assertThatIllegalStateException().isThrownBy(() -> controller.moveTo(MigrationPhase.PREPARE))
					.withMessageContaining("'memcached.migration.from.classic-commands'");
				assertThat(books(context).find("emma")).isEqualTo("loaded emma");
				assertThat(books(context).loads()).isEmpty();
			});
	}

	/** Neither the fleet nor what was written since is on the old cluster then. */
	@Test
	void anInstanceCannotBePreparedOnceTheTimeHasComeUntilWhichTheOldClusterIsRead() {
		MigrationContexts.moving("read-through", this.old, this.next, "memcached.migration.until=2026-01-01")
			.run((context) -> assertThatIllegalStateException()
				.isThrownBy(() -> context.getBean(MigrationController.class).moveTo(MigrationPhase.PREPARE))
				.withMessageContaining("'until' has come"));
	}

	@Test
	void neighboursServeNothingThatTheOtherRemoved() {
		fillOld();
		MigrationContexts.moving("prepare", this.old, this.next)
			.run((before) -> MigrationContexts.moving("read-through", this.old, this.next).run((after) -> {
				assertThat(books(after).find("emma")).isEqualTo("loaded emma");
				books(before).replace("emma");
				assertThat(books(after).find("emma")).isEqualTo("put emma");
				books(after).remove("emma");
				books(before).find("emma");
				assertThat(books(before).loads()).containsExactly("emma");
			}));
	}

	@Test
	void readsTheOldClusterUnderItsOwnKeyPrefix() {
		MigrationContexts.on(this.old.node(), "memcached.cache.key-prefix=former")
			.run((context) -> books(context).find("emma"));
		MigrationContexts.moving("read-through", this.old, this.next, "memcached.migration.from.key-prefix=former")
			.run((context) -> {
				assertThat(books(context).find("emma")).isEqualTo("loaded emma");
				assertThat(books(context).loads()).isEmpty();
				MigrationContexts.awaitCopy(this.next, EMMA);
				books(context).remove("emma");
				assertThat(MigrationContexts.holds(this.old, "former:c:books:s=emma")).isFalse();
			});
	}

	@Test
	void movesToAnotherKeyPrefixOnTheSameServers() {
		MigrationContexts.on(this.old.node(), "memcached.cache.key-prefix=former")
			.run((context) -> books(context).find("emma"));
		MigrationContexts.moving("read-through", this.old, this.old, "memcached.migration.from.key-prefix=former")
			.run((context) -> {
				assertThat(books(context).find("emma")).isEqualTo("loaded emma");
				assertThat(books(context).loads()).isEmpty();
				books(context).replace("emma");
				assertThat(books(context).find("emma")).isEqualTo("put emma");
			});
	}

}
