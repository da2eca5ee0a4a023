package io.github.memcachedspring.migration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link KeyFile}.
 */
class KeyFileTests {

	private static final List<String> KEYS = IntStream.range(0, 20_000).mapToObj((i) -> "key-" + i).toList();

	private final Path directory;

	private final KeyFile file;

	KeyFileTests(@TempDir Path directory) throws InterruptedException {
		this.directory = directory;
		this.file = KeyFile.create(directory);
	}

	@AfterEach
	void close() {
		this.file.close();
	}

	private void fill() throws InterruptedException {
		for (String key : KEYS) {
			this.file.add(key.getBytes(StandardCharsets.US_ASCII), key.length() * 1_000_000_000L);
		}
	}

	private List<String> read(int most) throws InterruptedException {
		List<String> found = new ArrayList<>();
		boolean toTheEnd = this.file.read((wire, size) -> {
			found.add(new String(wire, StandardCharsets.US_ASCII));
			assertThat(size).isEqualTo(wire.length * 1_000_000_000L);
			return found.size() < most;
		});
		assertThat(toTheEnd).isEqualTo(found.size() < most);
		return found;
	}

	@Test
	void givesBackWhatItWasGiven() throws InterruptedException {
		assertThat(read(1)).isEmpty();
		fill();
		assertThat(read(Integer.MAX_VALUE)).isEqualTo(KEYS);
	}

	@Test
	void endsWithItsReader() throws InterruptedException {
		fill();
		assertThat(read(17)).isEqualTo(KEYS.subList(0, 17));
	}

	@Test
	void beginsAnew() throws InterruptedException {
		fill();
		this.file.add(new byte[300], 1);
		this.file.clear();
		assertThat(read(1)).isEmpty();
		fill();
		assertThat(read(Integer.MAX_VALUE)).isEqualTo(KEYS);
	}

	@Test
	void leavesNothingBehind() throws Exception {
		fill();
		this.file.close();
		try (Stream<Path> left = Files.list(this.directory)) {
			assertThat(left).isEmpty();
		}
	}

	@Test
	void tellsWhatToDoWithoutRoom() {
		assertThatIllegalStateException().isThrownBy(() -> KeyFile.create(this.directory.resolve("absent")))
			.withMessageContaining("absent")
			.withMessageContaining("'java.io.tmpdir'");
	}

	@Test
	void endsWithItsThread() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(this::fill);
		assertThat(Thread.interrupted()).isFalse();
	}

}
