package io.github.memcachedspring.sample.visitors;

import java.time.LocalDate;
import java.time.ZoneOffset;

import io.github.memcachedspring.client.MemcachedException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The visitors over HTTP.
 */
@RestController
@RequestMapping("/api/visitors")
class VisitorController {

	private final DailyVisitors visitors;

	VisitorController(DailyVisitors visitors) {
		this.visitors = visitors;
	}

	@PostMapping
	Visitors count() {
		LocalDate today = LocalDate.now(ZoneOffset.UTC);
		return new Visitors(today, this.visitors.count(today));
	}

	@GetMapping("/{day}")
	Visitors read(@PathVariable LocalDate day) {
		return new Visitors(day, this.visitors.on(day));
	}

	@ExceptionHandler
	ProblemDetail handleFailure(MemcachedException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "Visitors cannot be counted just now");
	}

	record Visitors(LocalDate day, long count) {

	}

}
