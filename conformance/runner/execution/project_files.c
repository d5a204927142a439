/* The program lies some folders below the project, in a build folder that may be anywhere in it. */
#include "execution/project_files.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text/memory.h"

/* program_folder: writes the folder of the running program to |folder|. */
static bool program_folder(char folder[PATH_MAX]) {
  ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX - 1);
  if (length <= 0) return false;
  folder[length] = '\0';
  *strrchr(folder, '/') = '\0';
  return true;
}

char *project_file(const char *relative) {
  char folder[PATH_MAX];
  if (access(relative, R_OK) == 0) return memory_string(relative);
  if (!program_folder(folder)) return NULL;
  for (char *slash; (slash = strrchr(folder, '/')); *slash = '\0') {
    char *path = memory_printf("%s/%s", folder, relative);
    if (access(path, R_OK) == 0) return path;
    free(path);
  }
  return NULL;
}

char *program_file(const char *name) {
  char folder[PATH_MAX];
  return program_folder(folder) ? memory_printf("%s/%s", folder, name) : NULL;
}
