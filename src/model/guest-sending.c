/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of this computer that a creation copies into a pool of its host, by the daemon's hand. */

#include "config.h"

#include "model/guest-sending.h"

#include "model/media-file.h"
#include "virt/volume-send.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

/* The least that is worth a redraw. */
#define STEP 0.01

/* Lives in the worker's thread while a file is sent. */
typedef struct
{
  HangarJob *job;
  double from;
  double told;
} Teller;

typedef struct
{
  HangarJob *job;
  double fraction;
} Word;

static gboolean
tell_cb (gpointer data)
{
  const Word *word = data;

  hangar_job_set_progress (word->job, word->fraction);
  return G_SOURCE_REMOVE;
}

static void
word_free (gpointer data)
{
  Word *word = data;

  g_object_unref (word->job);
  g_free (word);
}

static void
progress_cb (double fraction, gpointer user_data)
{
  Teller *teller = user_data;
  double all = teller->from + (1 - teller->from) * fraction;
  Word *word;

  if (all - teller->told < STEP)
    return;
  teller->told = all;
  word = g_new (Word, 1);
  word->job = g_object_ref (teller->job);
  word->fraction = all;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, tell_cb, word, word_free);
}

/* A volume as large as the file, of no format but bytes: the file brings its own. */
static HangarVirtVolume *
make_volume (const HangarGuestSending *sending, GVirConnection *connection, guint64 size, GError **error)
{
  HangarGuestJournal *journal = sending->install->journal;
  g_autoptr (HangarVirtPool) pool = hangar_guest_install_find_pool (sending->install, connection, error);
  HangarVirtVolume wanted = { .format = (char *) "raw", .capacity = size };
  HangarVirtVolume *made = NULL;
  g_autofree char *name = NULL;
  g_autofree char *planned = NULL;

  if (pool != NULL)
    name = hangar_virt_volume_free_name (connection, pool->uuid, sending->base, sending->extension, error);
  if (name == NULL)
    return NULL;
  wanted.name = name;
  planned = g_build_filename (pool->path != NULL ? pool->path : "/", name, NULL);
  if (hangar_guest_journal_add_volume (journal, planned, error))
    made = hangar_virt_volume_create (connection, pool->uuid, &wanted, error);
  if (made == NULL)
    hangar_guest_install_forget (sending->install, connection, planned);
  return made;
}

/**
 * hangar_guest_sending_run:
 * @sending: what is sent
 * @connection: its host
 * @error: return location
 *
 * Makes a volume and fills it. When that fails, nothing is left, unless the host is lost: then the journal
 * knows. Blocks: for workers.
 *
 * Returns: (transfer full) (nullable): path of the volume
 */
char *
hangar_guest_sending_run (const HangarGuestSending *sending, GVirConnection *connection, GError **error)
{
  Teller teller = { sending->job, sending->from, sending->from };
  HangarVirtSending file = { .progress = progress_cb, .user_data = &teller };
  g_autoptr (HangarVirtVolume) volume = NULL;
  gboolean sent = FALSE;

  file.fd = hangar_media_file_open (sending->source, FALSE, &file.size, error);
  if (file.fd < 0)
    return NULL;
  volume = make_volume (sending, connection, file.size, error);
  if (volume != NULL)
    {
      file.path = volume->path;
      sent = hangar_virt_volume_send (connection, &file, hangar_job_get_cancellable (sending->job), error);
    }
  close (file.fd);
  if (sent)
    return g_strdup (volume->path);
  if (volume != NULL && hangar_virt_volume_delete (connection, volume->path, NULL))
    hangar_guest_journal_remove_volume (sending->install->journal, volume->path);
  return NULL;
}

/* The medium of a machine on its way. */
typedef struct
{
  HangarGuestInstall *install;
  HangarJob *job;
} MediumStep;

static void
medium_step_free (gpointer data)
{
  MediumStep *step = data;

  hangar_guest_install_unref (step->install);
  g_object_unref (step->job);
  g_free (step);
}

/* Worker and main thread each hold the creation; the step itself belongs to the worker. */
static gpointer
do_send (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const MediumStep *step = data;
  HangarGuestInstall *install = step->install;
  g_autofree char *base = g_path_get_basename (install->plan->medium);
  char *dot = strrchr (base, '.');
  const HangarGuestSending sending = {
    .install = install,
    .job = step->job,
    .source = install->plan->medium,
    .base = base,
    .extension = dot != NULL && dot != base ? dot + 1 : "iso",
  };

  if (dot != NULL && dot != base)
    *dot = '\0';
  if (hangar_guest_install_begin (install, connection, error))
    install->sent_medium = hangar_guest_sending_run (&sending, connection, error);
  if (install->sent_medium != NULL)
    {
      g_free (install->plan->medium);
      install->plan->medium = g_strdup (install->sent_medium);
    }
  return NULL;
}

static gpointer
undo_send (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  HangarGuestInstall *install = data;

  if (hangar_guest_install_may_undo (install, error) &&
      hangar_virt_volume_delete (connection, install->sent_medium, error))
    hangar_guest_journal_remove_volume (install->journal, install->sent_medium);
  return NULL;
}

static void
run_cb (HangarJob *job, GTask *task, gpointer data)
{
  MediumStep *step = g_new0 (MediumStep, 1);
  const HangarConnectionWork work = { HANGAR_WORKER_SLOW, do_send, step, medium_step_free, NULL };

  step->install = hangar_guest_install_ref (data);
  step->job = g_object_ref (job);
  hangar_guest_install_run_with_host (task, data, &work);
}

static void
undo_cb (HangarJob *job, GTask *task, gpointer data)
{
  const HangarConnectionWork work = { HANGAR_WORKER_SLOW, undo_send, hangar_guest_install_ref (data),
                                      hangar_guest_install_unref, NULL };

  hangar_guest_install_run_with_host (task, data, &work);
}

/**
 * hangar_guest_sending_add_medium:
 * @job: a job that does not run yet
 * @install: the creation
 *
 * Adds the step that copies the installation medium into the pool.
 */
void
hangar_guest_sending_add_medium (HangarJob *job, HangarGuestInstall *install)
{
  const HangarJobStep step = { .text = _ ("Copying the disc image to the host…"),
                               .run = run_cb,
                               .undo = undo_cb,
                               .data = hangar_guest_install_ref (install),
                               .data_free = hangar_guest_install_unref };

  hangar_job_add_step (job, &step);
}
