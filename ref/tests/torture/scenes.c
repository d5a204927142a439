#include "torture/scenes.h"

const struct scene *const scene_lists[] = {
    request_scenes, observed_scenes, tunnel_scenes, reading_scenes,
    part_scenes,    message_scenes,  NULL};
