package io.github.memcachedspring.sample.ratelimit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

import io.github.memcachedspring.atomic.MemcachedCounters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses changes of books beyond the limit with status 429.
 */
@Component
class RateLimit implements HandlerInterceptor, WebMvcConfigurer {

	private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

	private final SlidingWindow changes;

	RateLimit(MemcachedCounters counters, @Value("${sample.changes-per-minute}") long limit) {
		this.changes = new SlidingWindow(counters.namespace("changes"), limit, Duration.ofMinutes(1),
				InstantSource.system());
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this).addPathPatterns("/api/books/**");
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (!READS.contains(request.getMethod()) && !this.changes.allows(request.getRemoteAddr())) {
			throw new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS, "Too many changes within a minute");
		}
		return true;
	}

}
