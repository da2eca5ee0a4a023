package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.github.memcachedspring.transcoder.TranscodingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TtlPolicyTests {

	private static TtlPolicy policy(UnaryOperator<MemcachedCacheConfiguration> settings) {
		return new TtlPolicy("books", settings.apply(MemcachedCacheConfiguration.of(TestCaches.JSON)));
	}

	private static LongSummaryStatistics draw(TtlPolicy policy) {
		return LongStream.range(0, 10_000).map((i) -> policy.timeToLive("k", "v", null).toMillis()).summaryStatistics();
	}

	@Test
	void shortensByATenthAtMostByDefault() {
		LongSummaryStatistics draws = draw(policy((configuration) -> configuration));
		assertThat(draws.getMin()).isBetween(3_240_000L, 3_242_000L);
		assertThat(draws.getMax()).isBetween(3_598_000L, 3_600_000L);
		assertThat(draws.getAverage()).isBetween(3_410_000.0, 3_430_000.0);
	}

	@Test
	void shortensByAsMuchAsIsSet() {
		LongSummaryStatistics draws = draw(
				policy((configuration) -> configuration.jitter(0.5).timeToLive(Duration.ofSeconds(10))));
		assertThat(draws.getMin()).isBetween(5_000L, 5_050L);
		assertThat(draws.getMax()).isBetween(9_950L, 10_000L);
	}

	@Test
	void leavesShortTimesAloneAndAllWithoutJitter() {
		LongSummaryStatistics brief = draw(
				policy((configuration) -> configuration.jitter(0.5).timeToLive(Duration.ofMillis(9_999))));
		assertThat(brief.getMin()).isEqualTo(brief.getMax()).isEqualTo(9_999);
		LongSummaryStatistics exact = draw(policy((configuration) -> configuration.jitter(0)));
		assertThat(exact.getMin()).isEqualTo(exact.getMax()).isEqualTo(3_600_000);
	}

	@Test
	void refusesOtherJitters() {
		MemcachedCacheConfiguration configuration = TestCaches.configuration();
		for (double jitter : new double[] { -0.01, 0.51, Double.NaN }) {
			assertThatIllegalArgumentException().isThrownBy(() -> configuration.jitter(jitter));
		}
	}

	@Test
	void saysThatTheFunctionIsToBlame() {
		TtlPolicy failing = policy((configuration) -> configuration.ttlFunction((cacheName, key, value) -> {
			throw new IllegalStateException("no clock");
		}));
		assertThatExceptionOfType(TranscodingException.class).isThrownBy(() -> failing.timeToLive("k", "v", null))
			.withMessageContaining("TtlFunction")
			.withMessageContaining("no clock");
		assertThat(failing.timeToLive("k", "v", Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(5));
	}

}
