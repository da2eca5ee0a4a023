package io.github.memcachedspring.sample.scene;

import io.github.memcachedspring.migration.MigrationProgress;
import io.github.memcachedspring.migration.MigrationVerdict;
import io.github.memcachedspring.sample.traffic.Traffic;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunTests {

	private final Run run = new Run(new Traffic());

	@Test
	void tellsOfNoMigrationIfThereIsNone() throws InterruptedException {
		this.run.draw(() -> {
		});
		assertThat(this.run.view().migration()).isNull();
	}

	@Test
	void tellsHowFarAMigrationHadGotAtTheEnd() throws InterruptedException {
		MigrationProgress begun = progress(1, MigrationVerdict.NEEDED);
		MigrationProgress ended = progress(3, MigrationVerdict.REMOVABLE);
		this.run.follow(() -> begun);
		this.run.draw(() -> this.run.follow(() -> ended));
		assertThat(this.run.view().migration()).isEqualTo(ended);
	}

	private static MigrationProgress progress(long hitsOnOld, MigrationVerdict verdict) {
		return new MigrationProgress(10, hitsOnOld, 0, hitsOnOld, 0, 0, 0, 0.1, verdict);
	}

}
