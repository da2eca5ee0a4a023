package io.github.memcachedspring.sample.dashboard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

import io.github.memcachedspring.sample.traffic.Traffic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CountingDataSourceTests {

	private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
		.generateUniqueName(true)
		.build();

	private final SqlCounter counter = new SqlCounter(new Traffic());

	private final CountingDataSource dataSource = new CountingDataSource(this.database, this.counter);

	@AfterEach
	void shutDown() {
		this.database.shutdown();
	}

	@Test
	void countsWhatIsExecutedAndNotWhatIsPrepared() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				PreparedStatement prepared = connection.prepareStatement("select 1")) {
			assertThat(this.counter.total()).isZero();
			prepared.executeQuery();
			prepared.executeQuery();
			assertThat(this.counter.total()).isEqualTo(2);
		}
	}

	@Test
	void countsPlainStatementsAndBatches() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("create table t (id int)");
			statement.addBatch("insert into t values (1)");
			statement.addBatch("insert into t values (2)");
			statement.executeBatch();
		}
		assertThat(this.counter.total()).isEqualTo(2);
	}

	@Test
	void countsForEachThread() throws InterruptedException {
		Thread other = new Thread(() -> JdbcClient.create(this.dataSource).sql("select 1").query().singleValue());
		other.start();
		other.join();
		assertThat(this.counter.ofThread()).isZero();
		assertThat(this.counter.total()).isOne();
	}

	@Test
	void throwsWhatTheDriverThrows() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("no sql"));
		}
		assertThat(this.counter.total()).isOne();
	}

}
