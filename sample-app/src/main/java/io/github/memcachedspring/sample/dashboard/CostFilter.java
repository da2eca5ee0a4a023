package io.github.memcachedspring.sample.dashboard;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

import io.github.memcachedspring.sample.traffic.Answer;
import io.github.memcachedspring.sample.traffic.Traffic;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Tells with each answer of the shop what it cost: the time in {@code Server-Timing} (in
 * milliseconds, shown by the developer tools of browsers too) and the number of SQL
 * statements in {@value #SQL_STATEMENTS}.
 */
@Component
class CostFilter extends OncePerRequestFilter {

	static final String SQL_STATEMENTS = "X-Sql-Statements";

	private final SqlCounter counter;

	private final Traffic traffic;

	CostFilter(SqlCounter counter, Traffic traffic) {
		this.counter = counter;
		this.traffic = traffic;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !request.getRequestURI().startsWith(request.getContextPath() + "/api/books");
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		// Headers go before the body, the cost is known after it: the body has to wait.
		ContentCachingResponseWrapper wrapper = new ContentCachingResponseWrapper(response);
		long before = this.counter.ofThread();
		long start = System.nanoTime();
		chain.doFilter(request, wrapper);
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		long statements = this.counter.ofThread() - before;
		this.traffic.answered((statements == 0) ? Answer.MEMCACHED : Answer.DATABASE, took);
		double millis = took.toNanos() / (double) Duration.ofMillis(1).toNanos();
		response.setHeader("Server-Timing", String.format(Locale.ROOT, "total;dur=%.3f", millis));
		response.setHeader(SQL_STATEMENTS, String.valueOf(statements));
		wrapper.copyBodyToResponse();
	}

}
