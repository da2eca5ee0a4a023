package io.github.memcachedspring.sample.dashboard;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

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

	CostFilter(SqlCounter counter) {
		this.counter = counter;
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
		long statements = this.counter.ofThread();
		long start = System.nanoTime();
		chain.doFilter(request, wrapper);
		double millis = (System.nanoTime() - start) / (double) Duration.ofMillis(1).toNanos();
		response.setHeader("Server-Timing", String.format(Locale.ROOT, "total;dur=%.3f", millis));
		response.setHeader(SQL_STATEMENTS, String.valueOf(this.counter.ofThread() - statements));
		wrapper.copyBodyToResponse();
	}

}
