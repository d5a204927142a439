#include "torture/scenes.h"

const struct scene *const scene_lists[] = {request_scenes, observed_scenes, tunnel_scenes,
                                           reading_scenes, part_scenes,     NULL};

void for_each_scene(void (*play)(const struct scene *scene)) {
  for (size_t i = 0; scene_lists[i] != NULL; i++)
    for (const struct scene *scene = scene_lists[i]; scene->name != NULL; scene++)
      play(scene);
}
