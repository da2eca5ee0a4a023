package io.github.memcachedspring.autoconfigure;

import java.time.Duration;

import io.github.memcachedspring.cache.RefreshAhead;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RefreshAheadText}.
 */
class RefreshAheadTextTests {

	@ParameterizedTest
	@CsvSource({ "2m, PT2M", "2s, PT2S", "2000, PT2S", "PT2M, PT2M", "pt1m30s, PT1M30S", "1d, PT24H" })
	void readsDurations(String text, Duration mark) {
		assertThat(RefreshAheadText.parse("p", text)).isEqualTo(RefreshAhead.at(mark));
	}

	@ParameterizedTest
	@CsvSource({ "1%, 1", "20%, 20", "020%, 20", "50 %, 50", "' 20% ', 20" })
	void readsPercentages(String text, int percentage) {
		assertThat(RefreshAheadText.parse("p", text)).isEqualTo(RefreshAhead.percent(percentage));
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", " None ", "0", "0s", "PT0S" })
	void readsThatThereIsNone(String text) {
		assertThat(RefreshAheadText.parse("p", text)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "soon", "1s", "120", "-2m", "1999ms", "0%", "51%", "100%", "-20%", "12.5%", "9999%",
			"%", "20 percent", "0.2", "off", "99999999999999999999d", "9223372036854775807d", "2m,20%" })
	void refusesOtherText(String text) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> RefreshAheadText.parse("memcached.cache.refresh-ahead", text))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("memcached.cache.refresh-ahead");
				assertThat(ex.getValue()).isEqualTo(text);
				assertThat(ex.getReason()).contains("at least 2s", "'2m'", "1% to 50%", "'20%'", "'none'");
			});
	}

}
