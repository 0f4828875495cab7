/* A disk that is full after so many bytes: further writes to the files below one folder are refused
 * with ENOSPC, as a file system does. Put before the C library with LD_PRELOAD.
 *
 *   TREFOIL_FULL_FOLDER   the folder, absolute and without links
 *   TREFOIL_FULL_AFTER    how many bytes can still be written there
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST_FILES 65536

static const char *folder;
static size_t folder_length;
static atomic_llong left;
static char watched[MOST_FILES];

#define REAL(name) static __typeof__(&name) real; if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
  const char *after = getenv("TREFOIL_FULL_AFTER");
  folder = getenv("TREFOIL_FULL_FOLDER");
  if (!folder || !after) return;
  folder_length = strlen(folder);
  left = atoll(after);
}

static int opened(int fd, const char *path) {
  if (fd >= 0 && fd < MOST_FILES)
    watched[fd] = folder_length && strncmp(path, folder, folder_length) == 0 && path[folder_length] == '/';
  return fd;
}

/* How many of these bytes there is room for. */
static ssize_t room(int fd, size_t length) {
  if (fd < 0 || fd >= MOST_FILES || !watched[fd]) return (ssize_t)length;
  long long before = atomic_fetch_sub(&left, (long long)length);
  if (before >= (long long)length) return (ssize_t)length;
  /* What is full stays full, also for something smaller. */
  left = 0;
  return before > 0 ? (ssize_t)before : 0;
}

#define OPEN(name)                                                    \
  int name(const char *path, int flags, ...) {                        \
    REAL(name);                                                       \
    va_list values;                                                   \
    va_start(values, flags);                                          \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(values, mode_t) : 0; \
    va_end(values);                                                   \
    return opened(real(path, flags, mode), path);                     \
  }
OPEN(open)
OPEN(open64)

#define WRITE(name, parameters, call)                 \
  ssize_t name parameters {                           \
    REAL(name);                                       \
    ssize_t there = room(fd, length);                 \
    if (there == 0 && length > 0) {                   \
      errno = ENOSPC;                                 \
      return -1;                                      \
    }                                                 \
    length = (size_t)there;                           \
    return real call;                                 \
  }
WRITE(write, (int fd, const void *bytes, size_t length), (fd, bytes, length))
WRITE(pwrite, (int fd, const void *bytes, size_t length, off_t at), (fd, bytes, length, at))
WRITE(pwrite64, (int fd, const void *bytes, size_t length, off64_t at), (fd, bytes, length, at))
