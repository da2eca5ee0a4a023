package io.github.memcachedspring.sample.dashboard;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Counts each statement on its way to the database, whoever sends it.
 */
class CountingDataSource extends DelegatingDataSource {

	private final SqlCounter counter;

	CountingDataSource(DataSource target, SqlCounter counter) {
		super(target);
		this.counter = counter;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return count(super.getConnection());
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return count(super.getConnection(username, password));
	}

	private Connection count(Connection connection) {
		return proxy(Connection.class, connection, (method, args) -> {
			Object result = invoke(connection, method, args);
			return (result instanceof Statement statement) ? count(statement, method.getReturnType()) : result;
		});
	}

	private Object count(Statement statement, Class<?> type) {
		return proxy(type, statement, (method, args) -> {
			if (method.getName().startsWith("execute")) {
				this.counter.increment();
			}
			return invoke(statement, method, args);
		});
	}

	private static <T> T proxy(Class<T> type, Object target, Call call) {
		return type.cast(Proxy.newProxyInstance(CountingDataSource.class.getClassLoader(), new Class<?>[] { type },
				(proxy, method, args) -> call.invoke(method, args)));
	}

	private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] args) throws Throwable {
		try {
			return method.invoke(target, args);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private interface Call {

		@Nullable Object invoke(Method method, Object @Nullable [] args) throws Throwable;

	}

}
