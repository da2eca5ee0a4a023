package io.github.memcachedspring.atomic;

import org.junit.jupiter.api.Test;

import io.github.memcachedspring.transcoder.Extensions;

import static org.assertj.core.api.Assertions.assertThat;

class OperationIdsTests {

	@Test
	void keepsTheLastEight() {
		Extensions extensions = Extensions.NONE.with(1, new byte[] { 7 });
		for (long id = 1; id <= 20; id++) {
			extensions = OperationIds.add(extensions, id);
		}
		for (long id = 1; id <= 20; id++) {
			assertThat(OperationIds.contains(extensions, id)).isEqualTo(id > 12);
		}
		assertThat(extensions.get(1)).containsExactly(7);
		assertThat(extensions.get(OperationIds.TAG)).hasSize(64);
	}

	@Test
	void takesNothingFromWhatItDoesNotKnow() {
		Extensions strange = Extensions.NONE.with(OperationIds.TAG, new byte[9]);
		assertThat(OperationIds.contains(strange, 0)).isFalse();
		assertThat(OperationIds.contains(OperationIds.add(strange, 5), 5)).isTrue();
		assertThat(OperationIds.contains(OperationIds.add(strange, 5), 0)).isFalse();
	}

}
