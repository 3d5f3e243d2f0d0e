/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to a machine's host, asked in its worker threads. */

#include "config.h"

#include "model/domain.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/**
 * hangar_domain_run_async:
 * @self: a domain
 * @work: the work (copied)
 * @cancellable: (nullable): see hangar_connection_run_async()
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Runs blocking work with the domain's host.
 */
void
hangar_domain_run_async (HangarDomain *self, const HangarConnectionWork *work, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  HangarConnection *connection = hangar_domain_get_connection (self);
  g_autoptr (GTask) task = NULL;

  if (connection != NULL)
    {
      hangar_connection_run_async (connection, work, cancellable, callback, user_data);
      return;
    }
  if (work->data != NULL && work->data_free != NULL)
    work->data_free (work->data);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("“%s” does not exist any more."),
                           hangar_domain_get_name (self));
}

/**
 * hangar_domain_run_finish:
 * @self: a domain
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what the work returned
 */
gpointer
hangar_domain_run_finish (HangarDomain *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  char uuid[37];
  guint number; /* which display, or whether the stored definition is meant */
} Question;

static Question *
question_new (HangarDomain *self, guint number)
{
  Question *question = g_new0 (Question, 1);

  g_strlcpy (question->uuid, hangar_domain_get_uuid (self), sizeof question->uuid);
  question->number = number;
  return question;
}

static gpointer
get_xml_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;

  return hangar_virt_domain_get_xml (connection, question->uuid, question->number != 0, error);
}

/**
 * hangar_domain_get_xml_async:
 * @self: a domain
 * @inactive: the stored definition rather than what runs
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Reads its definition, secrets included: do not show them.
 */
void
hangar_domain_get_xml_async (HangarDomain *self, gboolean inactive, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  HangarConnectionWork work = { HANGAR_WORKER_QUICK, get_xml_run, question_new (self, inactive ? 1 : 0),
                                g_free, g_free };

  hangar_domain_run_async (self, &work, cancellable, callback, user_data);
}

/**
 * hangar_domain_get_xml_finish:
 * @self: a domain
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the XML
 */
char *
hangar_domain_get_xml_finish (HangarDomain *self, GAsyncResult *result, GError **error)
{
  return hangar_domain_run_finish (self, result, error);
}

static void
fd_close (gpointer data)
{
  g_close (GPOINTER_TO_INT (data) - 1, NULL);
}

static gpointer
open_graphics_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;
  int fd = hangar_virt_domain_open_graphics (connection, question->uuid, question->number, error);

  /* One more than the descriptor, because NULL is no result. */
  return fd >= 0 ? GINT_TO_POINTER (fd + 1) : NULL;
}

/**
 * hangar_domain_open_graphics_async:
 * @self: a running domain
 * @index: which of its displays, from 0
 * @cancellable: (nullable): a descriptor that comes too late is closed
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Connects to its display.
 */
void
hangar_domain_open_graphics_async (HangarDomain *self, guint index, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, open_graphics_run, question_new (self, index), g_free,
                                fd_close };

  hangar_domain_run_async (self, &work, cancellable, callback, user_data);
}

/**
 * hangar_domain_open_graphics_finish:
 * @self: a domain
 * @result: what the callback got
 * @error: return location
 *
 * Returns: a connected descriptor that the caller owns, -1 on failure
 */
int
hangar_domain_open_graphics_finish (HangarDomain *self, GAsyncResult *result, GError **error)
{
  return GPOINTER_TO_INT (hangar_domain_run_finish (self, result, error)) - 1;
}
