/* Every candidate is asked by running it: a name says nothing about what is behind it. All are
 * asked at once, because an interpreter takes its time to start. */
#include "execution/oracle.h"

#include <errno.h>
#include <glob.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "execution/child.h"
#include "execution/deadline.h"
#include "execution/line_buffer.h"
#include "specification/edition.h"
#include "text/memory.h"

enum { ANSWER_SECONDS = 10 };

/* Answers one line: implementation, major, minor, patch, executable. */
static char question[] =
    "import sys, os\n"
    "print(sys.implementation.name, *sys.version_info[:3], os.path.realpath(sys.executable))\n";

/* An executable that may be an interpreter. */
struct candidate {
  const char *path;
  struct child child;
  char *error; /* why it is none; NULL: nothing is wrong so far */
  struct interpreter interpreter;
};

struct candidates {
  struct arena *arena;
  struct candidate *array;
  size_t count;
};

/* --- Candidates
 * ---------------------------------------------------------------------------------------------- */

static void add_candidate(struct candidates *candidates, const char *path) {
  for (size_t i = 0; i < candidates->count; i++)
    if (strcmp(candidates->array[i].path, path) == 0) return;
  candidates->array = arena_grow(candidates->arena, candidates->array, candidates->count,
                                 sizeof *candidates->array);
  candidates->array[candidates->count++] =
      (struct candidate){.path = arena_string(candidates->arena, path), .child = child_none};
}

static void add_if_executable(struct candidates *candidates, const char *folder, const char *name) {
  const char *path = arena_printf(candidates->arena, "%s/%s", folder, name);
  if (access(path, X_OK) == 0) add_candidate(candidates, path);
}

static void add_folder(struct candidates *candidates, const char *folder) {
  char name[16];
  for (unsigned edition = EDITION_NEWEST; edition >= EDITION_OLDEST; edition--) {
    snprintf(name, sizeof name, "python%s", edition_name(edition));
    add_if_executable(candidates, folder, name);
  }
  add_if_executable(candidates, folder, "python3");
}

static const char *pyenv_root(struct arena *arena) {
  const char *root = getenv("PYENV_ROOT"), *home = getenv("HOME");
  return root || !home ? root : arena_printf(arena, "%s/.pyenv", home);
}

/* is_shims: the folder of |root| whose wrappers start what add_pyenv() finds anyway. To ask each
 * of them costs more than all other candidates together: they are programs of a shell. */
static bool is_shims(const char *folder, const char *root) {
  size_t length = root ? strlen(root) : 0;
  return length > 0 && strncmp(folder, root, length) == 0 && strcmp(folder + length, "/shims") == 0;
}

/* An empty entry of PATH is the current folder, in which nothing is looked for. */
static void add_search_path(struct candidates *candidates, const char *pyenv) {
  const char *path = getenv("PATH");
  for (const char *entry = path ? path : ""; *entry;) {
    size_t length = strcspn(entry, ":");
    const char *folder = arena_copy(candidates->arena, entry, length);
    if (length > 0 && !is_shims(folder, pyenv)) add_folder(candidates, folder);
    entry += length + (entry[length] == ':');
  }
}

static void add_pyenv(struct candidates *candidates, const char *root) {
  if (!root) return;
  glob_t found;
  if (glob(arena_printf(candidates->arena, "%s/versions/*/bin/python3", root), 0, NULL, &found) !=
      0)
    return;
  for (size_t i = 0; i < found.gl_pathc; i++)
    add_candidate(candidates, found.gl_pathv[i]);
  globfree(&found);
}

/* --- Questions
 * -----------------------------------------------------------------------------------------------
 */

static void ask(struct candidate *candidate) {
  char *path = memory_string(candidate->path);
  char *words[] = {path, (char[]){"-I"}, (char[]){"-S"}, (char[]){"-c"}, question, NULL};
  if (!child_start(&candidate->child, words)) candidate->error = memory_string(strerror(errno));
  free(path);
}

/* read_answer: the one line it prints; false when there is none. */
static bool read_answer(struct candidate *candidate, struct timespec deadline,
                        struct line_buffer *lines, const char **line, size_t *length) {
  struct pollfd output = {.fd = candidate->child.output, .events = POLLIN};
  while (!line_buffer_take(lines, line, length)) {
    int left = deadline_left(deadline);
    if (left == 0 || (poll(&output, 1, left) < 0 && errno != EINTR)) return false;
    enum fill_result result = line_buffer_fill(lines, candidate->child.output);
    if (result == FILL_ENDED || result == FILL_FULL) return false;
  }
  return true;
}

static void understand(struct arena *arena, struct candidate *candidate, const char *answer) {
  char name[32];
  unsigned major, minor, patch;
  int executable;
  if (sscanf(answer, "%31s %u %u %u %n", name, &major, &minor, &patch, &executable) != 4)
    candidate->error = memory_string("its answer is not understood");
  else if (strcmp(name, "cpython") != 0)
    candidate->error = memory_printf("it is %s, not CPython", name);
  else if (major != 3 || minor < 8 || minor > 99)
    candidate->error = memory_printf("it is %u.%u, and 3.8 is the oldest edition", major, minor);
  else
    candidate->interpreter = (struct interpreter){
        .path = candidate->path,
        .real = arena_string(arena, answer + executable),
        .version = arena_printf(arena, "%u.%u.%u", major, minor, patch),
        .edition = 100 * major + minor,
        .patch = patch,
    };
}

static void hear(struct arena *arena, struct candidate *candidate, struct timespec deadline) {
  struct line_buffer lines = {0};
  const char *line;
  size_t length;
  if (candidate->error) return;
  bool is_answered = read_answer(candidate, deadline, &lines, &line, &length);
  int status = child_end(&candidate->child);
  if (is_answered)
    understand(arena, candidate, arena_copy(arena, line, length));
  else
    candidate->error = child_status_text(status);
  line_buffer_clear(&lines);
}

static void ask_all(struct candidates *candidates) {
  struct timespec deadline = deadline_after(ANSWER_SECONDS);
  for (size_t i = 0; i < candidates->count; i++)
    ask(&candidates->array[i]);
  for (size_t i = 0; i < candidates->count; i++)
    hear(candidates->arena, &candidates->array[i], deadline);
}

/* --- Interpreters
 * -------------------------------------------------------------------------------------------- */

/* is_itself: whether |path| leads to |real| by links alone. A wrapper, such as pyenv's shims, does
 * not: what it starts may be another one tomorrow. */
static bool is_itself(const char *path, const char *real) {
  char *resolved = realpath(path, NULL);
  bool is_same = resolved && strcmp(resolved, real) == 0;
  free(resolved);
  return is_same;
}

static const struct interpreter *same_executable(const struct interpreters *interpreters,
                                                 const char *real) {
  for (size_t i = 0; i < interpreters->count; i++)
    if (strcmp(interpreters->array[i].real, real) == 0) return &interpreters->array[i];
  return NULL;
}

static void keep(struct arena *arena, struct interpreters *interpreters,
                 const struct candidate *candidate) {
  interpreters->array =
      arena_grow(arena, interpreters->array, interpreters->count, sizeof *interpreters->array);
  interpreters->array[interpreters->count++] = candidate->interpreter;
}

/* keep_real: what a person named, a wrapper or a name to be looked up, may be another interpreter
 * tomorrow: the executable itself is kept then. */
static void keep_real(struct arena *arena, struct interpreters *interpreters,
                      struct candidate *candidate) {
  if (!is_itself(candidate->path, candidate->interpreter.real))
    candidate->interpreter.path = candidate->interpreter.real;
  keep(arena, interpreters, candidate);
}

static int compare(const void *left, const void *right) {
  const struct interpreter *a = left, *b = right;
  unsigned x = a->edition * 1000 + a->patch, y = b->edition * 1000 + b->patch;
  return x != y ? (x > y) - (x < y) : strcmp(a->real, b->real);
}

static void sort(struct interpreters *interpreters) {
  if (interpreters->count > 1)
    qsort(interpreters->array, interpreters->count, sizeof *interpreters->array, compare);
}

static void consider(struct arena *arena, struct interpreters *interpreters,
                     const struct candidate *candidate, FILE *log) {
  const struct interpreter *same =
      candidate->error ? NULL : same_executable(interpreters, candidate->interpreter.real);
  if (candidate->error) {
    if (log) fprintf(log, "no oracle: %s: %s\n", candidate->path, candidate->error);
  } else if (candidate->interpreter.edition > EDITION_NEWEST) {
    if (log) fprintf(log, "no oracle: %s: newer than the newest edition\n", candidate->path);
  } else if (!is_itself(candidate->path, candidate->interpreter.real)) {
    if (log)
      fprintf(log, "no oracle: %s: it only starts %s\n", candidate->path,
              candidate->interpreter.real);
  } else if (same) {
    if (log) fprintf(log, "no oracle: %s: it is %s\n", candidate->path, same->path);
  } else {
    keep(arena, interpreters, candidate);
  }
}

static void release(struct candidates *candidates) {
  for (size_t i = 0; i < candidates->count; i++)
    free(candidates->array[i].error);
}

struct interpreters interpreters_find(struct arena *arena, FILE *log) {
  struct candidates candidates = {.arena = arena};
  struct interpreters interpreters = {0};
  const char *pyenv = pyenv_root(arena);
  add_search_path(&candidates, pyenv);
  add_folder(&candidates, "/usr/bin");
  add_folder(&candidates, "/usr/local/bin");
  add_pyenv(&candidates, pyenv);
  ask_all(&candidates);
  for (size_t i = 0; i < candidates.count; i++)
    consider(arena, &interpreters, &candidates.array[i], log);
  release(&candidates);
  sort(&interpreters);
  return interpreters;
}

bool interpreters_ask(struct arena *arena, const char *const *paths, size_t count,
                      struct interpreters *interpreters, char **error) {
  struct candidates candidates = {.arena = arena};
  *interpreters = (struct interpreters){0};
  *error = NULL;
  for (size_t i = 0; i < count; i++)
    add_candidate(&candidates, paths[i]);
  ask_all(&candidates);
  for (size_t i = 0; i < candidates.count && !*error; i++) {
    struct candidate *candidate = &candidates.array[i];
    if (candidate->error)
      *error = memory_printf("--oracle '%s': %s", candidate->path, candidate->error);
    else if (!same_executable(interpreters, candidate->interpreter.real))
      keep_real(arena, interpreters, candidate);
  }
  release(&candidates);
  sort(interpreters);
  return *error == NULL;
}
