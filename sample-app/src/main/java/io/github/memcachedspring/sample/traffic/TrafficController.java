package io.github.memcachedspring.sample.traffic;

import java.util.List;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The last minute over HTTP.
 */
@RestController
class TrafficController {

	private final Traffic traffic;

	TrafficController(Traffic traffic) {
		this.traffic = traffic;
	}

	@GetMapping("/api/traffic")
	List<Second> lastMinute() {
		return this.traffic.lastMinute();
	}

}
