/* The project's own files are found in the current folder or above the program, so that hcspec runs
 * from anywhere. */
#include "commands/sources.h"

#include <stdio.h>
#include <stdlib.h>

#include "execution/project_files.h"

enum { KEY_PAGES = 0x100, KEY_SPEC };

static const struct argp_option options[] = {
    {"pages", KEY_PAGES, "PATH", 0,
     "A page or a folder of pages, in place of the specification. May be repeated", 0},
    {"spec", KEY_SPEC, "FOLDER", 0, "The registries that the pages cite: clauses.tsv …", 0},
    {0},
};

static void add_path(struct sources *sources, const char *path) {
  const char **paths = realloc(sources->paths, (sources->path_count + 1) * sizeof *paths);
  if (!paths) abort(); /* no memory */
  sources->paths = paths;
  sources->paths[sources->path_count++] = path;
}

static error_t take_option(int key, char *argument, struct argp_state *state) {
  struct sources *sources = state->input;
  if (key == KEY_PAGES)
    add_path(sources, argument);
  else if (key == KEY_SPEC)
    sources->spec_path = argument;
  else
    return ARGP_ERR_UNKNOWN;
  return 0;
}

const struct argp sources_argp = {options, take_option, NULL, NULL, NULL, NULL, NULL};

const struct argp_child sources_children[] = {{&sources_argp, 0, NULL, 0}, {0}};

error_t sources_take_paths(int key, char *argument, struct argp_state *state) {
  struct sources *sources = state->input;
  if (key == ARGP_KEY_INIT)
    state->child_inputs[0] = sources;
  else if (key == ARGP_KEY_ARG)
    add_path(sources, argument);
  else
    return ARGP_ERR_UNKNOWN;
  return 0;
}

/* Loads from |path| or, when it is NULL, from the project's own |standard| file, and passes it to
 * |load|. */
static bool load_from(struct sources *sources, const char *path, const char *standard,
                      const char *option, struct diagnostics *diagnostics,
                      void (*load)(struct sources *sources, const char *path,
                                   struct diagnostics *diagnostics)) {
  char *own = path ? NULL : project_file(standard);
  if (path || own)
    load(sources, path ? path : own, diagnostics);
  else
    diagnostics_error(diagnostics, (struct place){standard, 0, 0},
                      "not found in this folder nor above the program; name it with %s", option);
  free(own);
  return diagnostics_count(diagnostics) == 0;
}

static void load_registries(struct sources *sources, const char *path,
                         struct diagnostics *diagnostics) {
  registries_load(&sources->registries, path, diagnostics);
}

static void load_pages(struct sources *sources, const char *path, struct diagnostics *diagnostics) {
  const char *const *paths = sources->path_count ? sources->paths : &path;
  size_t count = sources->path_count ? sources->path_count : 1;
  sources->specification = specification_load(paths, count, &sources->registries, diagnostics);
}

bool sources_load(struct sources *sources) {
  struct diagnostics *diagnostics = diagnostics_new();
  const char *first = sources->path_count ? sources->paths[0] : NULL;
  bool is_loaded =
      load_from(sources, sources->spec_path, "conformance/spec", "--spec FOLDER",
                diagnostics, load_registries) &&
      load_from(sources, first, "conformance/pages", "--pages PATH", diagnostics, load_pages);
  diagnostics_print(diagnostics, stderr);
  diagnostics_free(diagnostics);
  return is_loaded;
}

void sources_clear(struct sources *sources) {
  specification_free(sources->specification);
  registries_clear(&sources->registries);
  free(sources->paths);
  *sources = (struct sources){0};
}
