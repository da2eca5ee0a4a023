package io.github.memcachedspring.warmup;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.warmup.FleetLease.Claim;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link FleetLease}. */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
@Tag("fleet")
class FleetLeaseTests {

	private final MemcachedServer server;

	private final Instance instance;

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	FleetLeaseTests(MemcachedServer server) {
		this.server = server;
		this.instance = new Instance(server.node());
	}

	@AfterEach
	void close() {
		this.timer.shutdownNow();
		this.instance.close();
	}

	private FleetLease lease(String name) {
		return new FleetLease(this.instance.operations, "shop", name, Instance.LEASE, this.timer);
	}

	@Test
	void isHeldByOneAndRenewed() throws InterruptedException {
		FleetLease lease = lease("one");
		FleetLease other = lease("one");
		assertThat(lease.claim(false)).isEqualTo(Claim.HELD);
		long end = System.nanoTime() + 2 * Instance.LEASE.toNanos();
		while (System.nanoTime() < end) {
			assertThat(other.claim(true)).isEqualTo(Claim.TAKEN);
			TimeUnit.MILLISECONDS.sleep(50);
		}
		assertThat(lease.isHeld()).isTrue();
		lease.release(false);
		assertThat(other.claim(true)).isEqualTo(Claim.HELD);
		assertThat(other.isHeld()).isTrue();
	}

	@Test
	void goesToAnotherWhenItsHolderIsGone() {
		FleetLease lease = lease("gone");
		lease.claim(false);
		this.timer.shutdownNow();
		ScheduledExecutorService otherTimer = Executors.newSingleThreadScheduledExecutor();
		FleetLease other = new FleetLease(this.instance.operations, "shop", "gone", Instance.LEASE, otherTimer);
		Instance.waitUntil(() -> other.claim(true) == Claim.HELD);
		assertThat(lease.isHeld()).isFalse();
		lease.release(true);
		assertThat(lease("gone").claim(true)).as("is not disturbed by the former holder").isEqualTo(Claim.TAKEN);
		otherTimer.shutdownNow();
	}

	@Test
	void isLostWhenItsItemIsGone() {
		FleetLease lease = lease("lost");
		lease.claim(false);
		this.server.command("md shop:w:lost:");
		Instance.waitUntil(() -> !lease.isHeld());
	}

	@Test
	void isDoneForThoseWhoWaitedOnly() {
		FleetLease lease = lease("done");
		lease.claim(false);
		lease.release(true);
		assertThat(lease("done").claim(true)).isEqualTo(Claim.DONE);
		assertThat(lease("done").claim(false)).isEqualTo(Claim.HELD);
		assertThat(lease("done").claim(true)).isEqualTo(Claim.TAKEN);
	}

}
