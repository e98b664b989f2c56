/* Calls of the system that fail, or kill the process, where a test says so.

   FAULT holds "CALL NUMBER ERRNO": the call of this name with this number, counted from 0 over those
   that have to do with a path in the folder FAULT_FOLDER, fails with this error. CALL "any" stands for
   every call; ERRNO 0 kills the process before the call, -1 behind it. With "log" as CALL the names
   of the calls are written to file descriptor 198, one a line. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define LOG 198

static int seen;
static char last[64];

/* 0: go on; 1: fail, errno is set; 2: kill when the call is done. */
static int strikes(const char *call) {
    const char *asked = getenv("FAULT");
    char name[32];
    int number, error;
    if (!asked || sscanf(asked, "%31s %d %d", name, &number, &error) != 3) return 0;
    if (strcmp(asked, last)) {
        snprintf(last, sizeof last, "%s", asked);
        seen = 0;
    }
    if (!strcmp(name, "log")) {
        dprintf(LOG, "%s\n", call);
        return 0;
    }
    if (strcmp(name, "any") && strcmp(name, call)) return 0;
    if (seen++ != number) return 0;
    if (error == 0) kill(getpid(), SIGKILL);
    if (error < 0) return 2;
    errno = error;
    return 1;
}

static int within(const char *path) {
    const char *folder = getenv("FAULT_FOLDER");
    char full[PATH_MAX];
    if (!folder || !path) return 0;
    if (path[0] != '/') {
        if (!getcwd(full, sizeof full)) return 0;
        return !strncmp(full, folder, strlen(folder));
    }
    return !strncmp(path, folder, strlen(folder));
}

static int of(int descriptor) {
    char link[64], path[PATH_MAX];
    ssize_t size;
    if (descriptor < 3 || descriptor == LOG || !getenv("FAULT")) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    size = readlink(link, path, sizeof path - 1);
    if (size <= 0) return 0;
    path[size] = 0;
    return path[0] == '/' && within(path);
}

#define REAL(name, type) \
    static __typeof__(type) *real; \
    if (!real) real = (__typeof__(type) *)dlsym(RTLD_NEXT, name)
#define STRIKE(name, condition, call) \
    int struck = (condition) ? strikes(name) : 0; \
    if (struck == 1) return -1; \
    __typeof__(call) result = call; \
    if (struck == 2) kill(getpid(), SIGKILL); \
    return result

ssize_t write(int fd, const void *data, size_t size) {
    REAL("write", ssize_t (int, const void *, size_t));
    STRIKE("write", of(fd), real(fd, data, size));
}
int fsync(int fd) {
    REAL("fsync", int (int));
    STRIKE("fsync", of(fd), real(fd));
}
int ftruncate64(int fd, off64_t size) {
    REAL("ftruncate64", int (int, off64_t));
    STRIKE("truncate", of(fd), real(fd, size));
}
int ftruncate(int fd, off_t size) {
    REAL("ftruncate", int (int, off_t));
    STRIKE("truncate", of(fd), real(fd, size));
}
int fchmod(int fd, mode_t mode) {
    REAL("fchmod", int (int, mode_t));
    STRIKE("chmod", of(fd), real(fd, mode));
}
int chmod(const char *path, mode_t mode) {
    REAL("chmod", int (const char *, mode_t));
    STRIKE("chmod", within(path), real(path, mode));
}
int rename(const char *from, const char *to) {
    REAL("rename", int (const char *, const char *));
    STRIKE("rename", within(to), real(from, to));
}
int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    REAL("renameat", int (int, const char *, int, const char *));
    STRIKE("rename", within(to), real(from_folder, from, to_folder, to));
}
int link(const char *from, const char *to) {
    REAL("link", int (const char *, const char *));
    STRIKE("link", within(to), real(from, to));
}
int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
    REAL("linkat", int (int, const char *, int, const char *, int));
    STRIKE("link", within(to), real(from_folder, from, to_folder, to, flags));
}
static int opened(const char *path, int flags, mode_t mode, const char *symbol) {
    int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, symbol);
    STRIKE("open", (flags & (O_WRONLY | O_RDWR)) && within(path), real(path, flags, mode));
}
int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return opened(path, flags, mode, "open");
}
int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return opened(path, flags, mode, "open64");
}
