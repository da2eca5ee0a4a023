package io.github.memcachedspring.sample.scene;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The scenes over HTTP.
 */
@RestController
@RequestMapping("/api/scenes")
class SceneController {

	private final Map<String, Scene> scenes;

	private final Stage stage;

	SceneController(List<Scene> scenes, Stage stage) {
		this.scenes = scenes.stream().collect(Collectors.toMap(Scene::name, Function.identity()));
		this.stage = stage;
	}

	@GetMapping
	List<PerformanceView> performances() {
		return this.stage.performances();
	}

	@PostMapping("/{name}")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void start(@PathVariable String name) {
		Scene scene = this.scenes.get(name);
		if (scene == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no scene '%s'".formatted(name));
		}
		if (!this.stage.start(scene)) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "Another scene is played");
		}
	}

	@DeleteMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void cancel() {
		this.stage.cancel();
	}

}
