package io.github.memcachedspring.client.xmemcached;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.test.MemcachedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.github.memcachedspring.client.xmemcached.Engines.MINUTE;
import static io.github.memcachedspring.client.xmemcached.Engines.bytes;
import static io.github.memcachedspring.client.xmemcached.Engines.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A name that leads to other addresses while the client runs.
 */
@Tag("fault")
class AddressChangeTests {

	private static final String OLD = "127.0.0.1";

	private static final String NEW = "127.0.0.2";

	/** Nobody listens there. */
	private static final String DEAD = "127.0.0.3";

	private final MemcachedServer server = startOnBothAddresses();

	private final MemcachedNode node = new MemcachedNode("named", this.server.port());

	private final AtomicInteger questions = new AtomicInteger();

	private volatile AddressResolver names = (host) -> addresses(OLD);

	private final XMemcachedOperations operations = XMemcachedOperations.connect(Engines.settings(this.node),
			(host) -> {
				this.questions.incrementAndGet();
				return this.names.resolve(host);
			});

	/** A port of memcached's own choice would be another one for each address. */
	private static MemcachedServer startOnBothAddresses() {
		MemcachedServer server = MemcachedServer.start("-l", NEW);
		server.restart();
		return server;
	}

	@AfterEach
	void close() {
		this.operations.close();
		this.server.close();
	}

	/** Within 10 s. */
	@Test
	@Tag("slow")
	void fault10MovesToTheNewAddressByItselfWithoutAnError() throws Exception {
		waitUntil(() -> OLD.equals(address()));
		NodeSession old = session();
		AtomicBoolean moved = new AtomicBoolean();
		Parallel.call(5, (thread) -> {
			if (thread == 0) {
				this.names = (host) -> addresses(NEW);
				long start = System.nanoTime();
				try {
					waitUntil(() -> NEW.equals(address()));
				}
				finally {
					moved.set(true);
				}
				System.out.printf("moved to another address after %d ms%n", (System.nanoTime() - start) / 1_000_000);
				return 0;
			}
			int calls = 0;
			for (; !moved.get(); calls++) {
				this.operations.put(Engines.key("moving-" + thread), bytes("value"), MINUTE).await();
			}
			return calls;
		});
		waitUntil(old::isClosed);
		assertThat(this.operations.on(this.node).ping().await()).isTrue();
		assertThat(this.operations.on(this.node).lostWrites()).as("another server has missed removals").isPositive();
	}

	@Test
	void aTokenOfTheOldAddressIsOfNoUseAtTheNewOne() {
		waitUntil(() -> OLD.equals(address()));
		CasToken token = this.operations.getWithLease(Engines.key("token"), MINUTE).await().token();
		move(NEW);
		waitUntil(() -> NEW.equals(address()));
		assertThat(this.operations.fill(Engines.key("token"), bytes("x"), MINUTE, token).await())
			.isNotEqualTo(StoreResult.STORED);
	}

	@Test
	void staysWhereItIsAsLongAsTheNewAddressIsDead() {
		waitUntil(() -> OLD.equals(address()));
		NodeSession old = session();
		move(DEAD);
		int before = this.questions.get();
		waitUntil(() -> {
			this.operations.checkAddresses();
			assertThat(this.operations.put(Engines.key("stays"), bytes("x"), MINUTE).await())
				.isEqualTo(StoreResult.STORED);
			return this.questions.get() > before + 10;
		});
		assertThat(session()).isSameAs(old);
		assertThat(this.operations.on(this.node).lostWrites()).isZero();
		move(NEW);
		waitUntil(() -> {
			this.operations.checkAddresses();
			return NEW.equals(address());
		});
	}

	@Test
	void connectsAgainWhenTheOldServerDiesBeforeTheNewAddressLives() {
		waitUntil(() -> OLD.equals(address()));
		move(DEAD);
		this.server.restart();
		move(NEW);
		waitUntil(() -> NEW.equals(address()) && this.operations.on(this.node).ping().await());
		assertThat(this.operations.on(this.node).lostWrites()).isPositive();
	}

	@Test
	void staysWhereItIsAsLongAsTheAddressIsAmongTheAnswers() {
		waitUntil(() -> OLD.equals(address()));
		NodeSession old = session();
		move(DEAD, NEW, OLD);
		int before = this.questions.get();
		waitUntil(() -> {
			this.operations.checkAddresses();
			return this.questions.get() > before + 5;
		});
		assertThat(session()).isSameAs(old);
	}

	@Test
	void aNameServiceThatFailsChangesNothing() {
		waitUntil(() -> OLD.equals(address()));
		NodeSession old = session();
		for (AddressResolver failing : List.<AddressResolver>of((host) -> {
			throw new UnknownHostException(host);
		}, (host) -> {
			throw new IllegalStateException("broken");
		}, (host) -> new InetAddress[0])) {
			this.names = failing;
			int before = this.questions.get();
			waitUntil(() -> {
				this.operations.checkAddresses();
				return this.questions.get() > before + 3;
			});
		}
		assertThat(session()).isSameAs(old);
		assertThat(this.operations.on(this.node).ping().await()).isTrue();
	}

	@Test
	void aNameServiceThatHangsIsAskedOnceAndChangesNothing() {
		waitUntil(() -> OLD.equals(address()));
		CountDownLatch answer = new CountDownLatch(1);
		this.names = (host) -> {
			try {
				answer.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return addresses(NEW);
		};
		int before = this.questions.get();
		waitUntil(() -> {
			this.operations.checkAddresses();
			return this.questions.get() > before;
		});
		for (int i = 0; i < 100; i++) {
			this.operations.checkAddresses();
			assertThat(this.operations.on(this.node).ping().await()).isTrue();
		}
		assertThat(this.questions).hasValue(before + 1);
		answer.countDown();
		waitUntil(() -> NEW.equals(address()));
	}

	@Test
	void asksForNoAddressOfALiteral() {
		try (XMemcachedOperations literal = XMemcachedOperations.connect(Engines.settings(this.server.node()),
				(host) -> {
					this.questions.incrementAndGet();
					return InetAddress.getAllByName(host);
				})) {
			waitUntil(() -> literal.isConnected(this.server.node()));
			waitUntil(() -> OLD.equals(address()));
			int before = this.questions.get();
			literal.checkAddresses();
			assertThat(literal.on(this.server.node()).ping().await()).isTrue();
			assertThat(this.questions).hasValue(before);
		}
	}

	@Test
	void fault09FindsANameThatIsUnknownAtFirstWithinFiveSeconds() {
		AtomicBoolean known = new AtomicBoolean();
		AddressResolver resolver = (host) -> {
			if (!known.get()) {
				throw new UnknownHostException(host);
			}
			return addresses(NEW);
		};
		try (XMemcachedOperations early = XMemcachedOperations.connect(Engines.settings(this.node), resolver)) {
			assertThat(early.isConnected(this.node)).isFalse();
			known.set(true);
			long start = System.nanoTime();
			waitUntil(() -> early.isConnected(this.node));
			Duration taken = Duration.ofNanos(System.nanoTime() - start);
			System.out.printf("connected %d ms after the name was known%n", taken.toMillis());
			assertThat(taken).isLessThan(Duration.ofSeconds(5));
		}
	}

	private void move(String... addresses) {
		this.names = (host) -> addresses(addresses);
		this.operations.checkAddresses();
	}

	private static InetAddress[] addresses(String... addresses) {
		return Stream.of(addresses).map((address) -> {
			try {
				return InetAddress.getByName(address);
			}
			catch (UnknownHostException ex) {
				throw new IllegalArgumentException(ex);
			}
		}).toArray(InetAddress[]::new);
	}

	private String address() {
		NodeSession session = session();
		return (session != null) ? Objects.requireNonNull(session.address()).getHostAddress() : "";
	}

	private NodeSession session() {
		return this.operations.connection(Engines.key("any")).session();
	}

}
