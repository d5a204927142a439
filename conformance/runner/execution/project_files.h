/* Where hcspec's own files are: pages, clauses, adapters. */
#ifndef RUNNER_PROJECT_FILES_H
#define RUNNER_PROJECT_FILES_H

/* project_file: |relative| as it is when it exists in the current folder, else in the nearest
 * folder above the running program that has it; NULL when none has. The caller frees it. */
char *project_file(const char *relative);

/* program_file: the file called |name| beside the running program, whether it exists or not; NULL
 * when the program's own place is not known. The caller frees it. */
char *program_file(const char *name);

#endif
