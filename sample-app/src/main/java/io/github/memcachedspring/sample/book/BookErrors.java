package io.github.memcachedspring.sample.book;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Tells clients in a problem detail (RFC 9457) what was wrong with their request.
 */
@RestControllerAdvice
class BookErrors extends ResponseEntityExceptionHandler {

	private static final String EXPECTED_BODY = "Expected a JSON object with 'title', 'author', 'published' and 'price'";

	@ExceptionHandler
	ProblemDetail handleNotFound(BookNotFoundException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, String.valueOf(ex.getMessage()));
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		// Only BookDetails throws it; the messages of the JSON parser name classes.
		boolean ours = ex.getMostSpecificCause() instanceof IllegalArgumentException;
		String detail = ours ? String.valueOf(ex.getMostSpecificCause().getMessage()) : EXPECTED_BODY;
		return handleExceptionInternal(ex, ProblemDetail.forStatusAndDetail(status, detail), headers, status, request);
	}

}
