#include "cli/state_folder.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "engine/store.h"

bool state_folder_open(struct state_folder *f, const struct state_options *options, bool begin)
{
    struct err err = {""};
    *f = (struct state_folder){.store = store_open(options->folder, begin ? STORE_BEGIN : STORE_WRITE, &err)};
    if (f->store == NULL) {
        bool there = access(options->folder, F_OK) == 0;
        command_fail(0, "%s", err.text);
        if (!there) {
            command_fail(0, "`lurcher learn --state %s` or --init begins a state", options->folder);
        }
        return false;
    }
    if (f->store->begun) {
        command_fail(0, "note: %s: a new state: nobody is known yet", options->folder);
    }
    return true;
}

/* ---- the file of alerts ---- */

static bool is_regular(FILE *file, off_t *size)
{
    struct stat st;
    bool regular = fstat(fileno(file), &st) == 0 && S_ISREG(st.st_mode);
    *size = regular ? st.st_size : 0;
    return regular;
}

/* Was this the file of the last run? */
static bool is_same(struct store *s, const char *path)
{
    struct buf was = BUF_INIT;
    bool same = str_equal(store_text(s, "output", &was), str_from(path));
    buf_release(&was);
    return same;
}

/* Alerts behind the last commit are given again. */
static bool cut_back(struct state_folder *f, off_t size)
{
    off_t length = (off_t)store_number(f->store, "output_length", 0);
    if (!is_same(f->store, f->output) || size == 0) {
        length = size;
    } else if (size < length) {
        command_fail(0, "%s: it has %lld bytes, and had %lld at the last commit: give another file, or an empty one",
                     f->output, (long long)size, (long long)length);
        return false;
    }
    if (ftruncate(fileno(f->file), length) != 0 || fseeko(f->file, length, SEEK_SET) != 0) {
        command_fail(0, "%s: cannot write: %s", f->output, strerror(errno));
        return false;
    }
    return true;
}

/* Everything is on the disk, and the length is told. */
static bool flush(void *context, int64_t *length, struct err *err)
{
    const struct state_folder *f = context;
    const char *name = f->output == NULL ? "alerts" : f->output;
    *length = -1;
    if (f->file == NULL) {
        return true;
    }
    if (fflush(f->file) != 0 || (f->output != NULL && fdatasync(fileno(f->file)) != 0)) {
        return err_set(err, "%s: cannot write: %s", name, strerror(errno));
    }
    if (f->output != NULL) {
        *length = ftello(f->file);
        store_set_text(f->store, "output", str_from(f->output));
    }
    return true;
}

bool state_folder_output(struct state_folder *f, const struct state_options *options, FILE *file, const char *path)
{
    off_t size;
    f->file = file;
    f->output = file != NULL && path != NULL && is_regular(file, &size) ? realpath(path, NULL) : NULL;
    if (f->output != NULL && !cut_back(f, size)) {
        return false;
    }
    /* A page for people is written when all is known: it cannot be cut. */
    int64_t every = path == NULL && file != NULL ? INT64_MAX : options->checkpoint;
    f->checkpoint = checkpoint_new(f->store, every, (struct checkpoint_output){flush, f});
    return true;
}

void state_folder_close(struct state_folder *f)
{
    checkpoint_free(f->checkpoint);
    store_close(f->store);
    free((char *)f->output);
    *f = (struct state_folder){.store = NULL};
}
