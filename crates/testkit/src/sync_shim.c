/* Records what a process does to the files below one folder, so that a test can work out what a
 * disk would hold at any moment: after a kill everything written, after a power cut only what was
 * synced. Built by disk.rs while tests run and put before the C library with LD_PRELOAD.
 *
 *   TREFOIL_SHIM_FOLDER   the folder, absolute and without links
 *   TREFOIL_SHIM_LOG      the file to write the record to, outside of it
 *
 * Each event is a line of fields separated by tabs; the bytes of a write follow their line. The
 * line is written after the call came back and before the next call may begin, so the record is
 * in the order in which things happened. Lines that begin with "acknowledged " on standard error
 * are events too. Kernel copies (copy_file_range, sendfile) are refused: callers fall back to
 * reading and writing, which is seen.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FILES 65536

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static size_t folder_length;
static int record = -1;
static char watched[MOST_FILES];

#define REAL(name) static __typeof__(&name) real; if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name)

static void put(const void *bytes, size_t length) {
  REAL(write);
  const char *at = bytes;
  while (length > 0) {
    ssize_t done = real(record, at, length);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) abort();
    at += done;
    length -= (size_t)done;
  }
}

__attribute__((format(printf, 1, 2))) static void say(const char *format, ...) {
  char line[8192];
  int error = errno;
  va_list values;
  va_start(values, format);
  int length = vsnprintf(line, sizeof line, format, values);
  va_end(values);
  if (length < 0 || (size_t)length >= sizeof line) abort();
  put(line, (size_t)length);
  errno = error;
}

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("TREFOIL_SHIM_LOG");
  folder = getenv("TREFOIL_SHIM_FOLDER");
  if (!path || !folder) return;
  folder_length = strlen(folder);
  REAL(open);
  record = real(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (record < 0) abort();
}

static int below(const char *path) {
  return record >= 0 && path && strncmp(path, folder, folder_length) == 0 &&
         (path[folder_length] == '/' || path[folder_length] == 0);
}

static int is_watched(int fd) { return record >= 0 && fd >= 0 && fd < MOST_FILES && watched[fd]; }

static void enter(void) { pthread_mutex_lock(&order); }

static void leave(void) {
  int error = errno;
  pthread_mutex_unlock(&order);
  errno = error;
}

static int opened(int fd, const char *path, int flags) {
  if (fd >= 0 && below(path)) {
    if (fd >= MOST_FILES) abort();
    watched[fd] = 1;
    say("open\t%d\t%d\t%s\n", fd, (flags & O_TRUNC) != 0, path);
  }
  return fd;
}

static mode_t mode_of(int flags, va_list values) {
  return (flags & (O_CREAT | O_TMPFILE)) ? va_arg(values, mode_t) : 0;
}

#define OPEN(name)                              \
  int name(const char *path, int flags, ...) {  \
    REAL(name);                                 \
    va_list values;                             \
    va_start(values, flags);                    \
    mode_t mode = mode_of(flags, values);       \
    va_end(values);                             \
    enter();                                    \
    int fd = opened(real(path, flags, mode), path, flags); \
    leave();                                    \
    return fd;                                  \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                     \
  int name(int at, const char *path, int flags, ...) {   \
    REAL(name);                                          \
    va_list values;                                      \
    va_start(values, flags);                             \
    mode_t mode = mode_of(flags, values);                \
    va_end(values);                                      \
    enter();                                             \
    int fd = opened(real(at, path, flags, mode), path, flags); \
    leave();                                             \
    return fd;                                           \
  }
OPENAT(openat)
OPENAT(openat64)

int creat(const char *path, mode_t mode) { return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return open64(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int fd) {
  REAL(close);
  enter();
  if (is_watched(fd)) {
    watched[fd] = 0;
    say("close\t%d\n", fd);
  }
  int done = real(fd);
  leave();
  return done;
}

static void wrote(int fd, const void *bytes, ssize_t length, off_t at) {
  if (length <= 0) return;
  int error = errno;
  say("write\t%d\t%lld\t%lld\n", fd, (long long)at, (long long)length);
  put(bytes, (size_t)length);
  errno = error;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  static const char acknowledged[] = "acknowledged ";
  size_t prefix = sizeof acknowledged - 1;
  REAL(write);
  enter();
  if (record >= 0 && fd == STDERR_FILENO && length > prefix && memcmp(bytes, acknowledged, prefix) == 0)
    say("acknowledged\t%.*s", (int)(length - prefix), (const char *)bytes + prefix);
  off_t at = is_watched(fd) ? lseek(fd, 0, SEEK_CUR) : 0;
  ssize_t done = real(fd, bytes, length);
  if (is_watched(fd)) wrote(fd, bytes, done, at);
  leave();
  return done;
}

#define PWRITE(name, offset)                                             \
  ssize_t name(int fd, const void *bytes, size_t length, offset at) {    \
    REAL(name);                                                          \
    enter();                                                             \
    ssize_t done = real(fd, bytes, length, at);                          \
    if (is_watched(fd)) wrote(fd, bytes, done, (off_t)at);               \
    leave();                                                             \
    return done;                                                         \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

/* One piece after the other: each is then a write of its own, which is all that is promised. */
ssize_t writev(int fd, const struct iovec *pieces, int count) {
  REAL(writev);
  if (!is_watched(fd)) return real(fd, pieces, count);
  ssize_t all = 0;
  for (int n = 0; n < count; n++) {
    ssize_t done = write(fd, pieces[n].iov_base, pieces[n].iov_len);
    if (done < 0) return all ? all : done;
    all += done;
    if ((size_t)done < pieces[n].iov_len) break;
  }
  return all;
}

#define PWRITEV(name, offset)                                                 \
  ssize_t name(int fd, const struct iovec *pieces, int count, offset at) {    \
    REAL(name);                                                               \
    if (!is_watched(fd)) return real(fd, pieces, count, at);                  \
    errno = ENOSYS;                                                           \
    return -1;                                                                \
  }
PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

#define TRUNCATE(name, offset)                                          \
  int name(int fd, offset length) {                                     \
    REAL(name);                                                         \
    enter();                                                            \
    int done = real(fd, length);                                        \
    if (done == 0 && is_watched(fd)) say("truncate\t%d\t%lld\n", fd, (long long)length); \
    leave();                                                            \
    return done;                                                        \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name)                                            \
  int name(int fd) {                                          \
    REAL(name);                                               \
    enter();                                                  \
    int done = real(fd);                                      \
    if (done == 0 && is_watched(fd)) say("sync\t%d\n", fd);   \
    leave();                                                  \
    return done;                                              \
  }
SYNC(fsync)
SYNC(fdatasync)

#define MAP(name, offset)                                                                  \
  void *name(void *where, size_t length, int protection, int flags, int fd, offset at) {  \
    REAL(name);                                                                           \
    void *map = real(where, length, protection, flags, fd, at);                           \
    if (map != MAP_FAILED && (protection & PROT_WRITE) && (flags & MAP_SHARED)) {         \
      enter();                                                                            \
      if (is_watched(fd)) say("map\t%d\n", fd);                                           \
      leave();                                                                            \
    }                                                                                     \
    return map;                                                                           \
  }
MAP(mmap, off_t)
MAP(mmap64, off64_t)

static int renamed(int done, const char *from, const char *to) {
  if (done == 0 && (below(from) || below(to))) say("rename\t%s\t%s\n", from, to);
  return done;
}

int rename(const char *from, const char *to) {
  REAL(rename);
  enter();
  int done = renamed(real(from, to), from, to);
  leave();
  return done;
}

int renameat(int a, const char *from, int b, const char *to) {
  REAL(renameat);
  enter();
  int done = renamed(real(a, from, b, to), from, to);
  leave();
  return done;
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
  REAL(renameat2);
  enter();
  int done = renamed(real(a, from, b, to, flags), from, to);
  leave();
  return done;
}

static int linked(int done, const char *from, const char *to) {
  if (done == 0 && below(to)) say("link\t%s\t%s\n", from, to);
  return done;
}

int link(const char *from, const char *to) {
  REAL(link);
  enter();
  int done = linked(real(from, to), from, to);
  leave();
  return done;
}

int linkat(int a, const char *from, int b, const char *to, int flags) {
  REAL(linkat);
  enter();
  int done = linked(real(a, from, b, to, flags), from, to);
  leave();
  return done;
}

static int removed(int done, const char *path) {
  if (done == 0 && below(path)) say("remove\t%s\n", path);
  return done;
}

int unlink(const char *path) {
  REAL(unlink);
  enter();
  int done = removed(real(path), path);
  leave();
  return done;
}

int unlinkat(int at, const char *path, int flags) {
  REAL(unlinkat);
  enter();
  int done = removed(real(at, path, flags), path);
  leave();
  return done;
}

int rmdir(const char *path) {
  REAL(rmdir);
  enter();
  int done = removed(real(path), path);
  leave();
  return done;
}

int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  enter();
  int done = real(path, mode);
  if (done == 0 && below(path)) say("folder\t%s\n", path);
  leave();
  return done;
}

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t length, unsigned flags) {
  REAL(copy_file_range);
  if (!is_watched(out)) return real(in, from, out, to, length, flags);
  errno = ENOSYS;
  return -1;
}

ssize_t sendfile(int out, int in, off_t *from, size_t length) {
  REAL(sendfile);
  if (!is_watched(out)) return real(out, in, from, length);
  errno = ENOSYS;
  return -1;
}

ssize_t sendfile64(int out, int in, off64_t *from, size_t length) {
  REAL(sendfile64);
  if (!is_watched(out)) return real(out, in, from, length);
  errno = ENOSYS;
  return -1;
}
