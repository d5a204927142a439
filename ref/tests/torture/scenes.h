/* The scenes, by what they are about. Each list ends with a scene without a name. Together they
 * call every function of the public headers. */
#ifndef SCENES_H
#define SCENES_H

#include "torture/stage.h"

extern const struct scene request_scenes[];
extern const struct scene observed_scenes[];
extern const struct scene tunnel_scenes[];
extern const struct scene reading_scenes[];
extern const struct scene part_scenes[];
extern const struct scene message_scenes[];

/* All of them; ends with NULL. */
extern const struct scene *const scene_lists[];

/* SEGMENTS fills the members of a scene that say what the peers send. */
#define SEGMENTS(array) .segments = (array), .segment_count = sizeof(array) / sizeof((array)[0])

#endif
