/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a machine a template, and a template a machine again when nothing depends on it any more. */

#include "config.h"

#include "model/domain-template.h"

#include <glib/gi18n-lib.h>

#include "virt/guest.h"
#include "virt/image-use.h"

/* More names than this are not read. */
#define MOST_NAMES 5

typedef struct
{
  HangarConnection *connection; /* (nullable) */
  char *uuid;
  gboolean template;
} Step;

typedef struct
{
  char uuid[37];
  gboolean local;
  gboolean template;
} Request;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_clear_object (&step->connection);
  g_free (step->uuid);
  g_free (step);
}

static gboolean
has_image (GPtrArray *uses, const char *uuid, const char *path)
{
  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = uses->pdata[i];

      if (use->depth == 0 && !use->read_only && g_str_equal (use->uuid, uuid) &&
          g_strcmp0 (use->path, path) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The names of the machines whose disks build on those of @uuid. */
static GPtrArray *
find_dependants (GPtrArray *uses, const char *uuid)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = uses->pdata[i];

      if (use->depth > 0 && !g_str_equal (use->uuid, uuid) && has_image (uses, uuid, use->path) &&
          !g_ptr_array_find_with_equal_func (names, use->name, g_str_equal, NULL))
        g_ptr_array_add (names, g_strdup (use->name));
    }
  return names;
}

static gboolean
check_free (GVirConnection *connection, const Request *request, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) uses = hangar_virt_image_uses (connection, request->local, cancellable, error);
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *list = NULL;
  guint n;

  if (uses == NULL)
    return FALSE;
  names = find_dependants (uses, request->uuid);
  n = names->len;
  if (n == 0)
    return TRUE;
  if (n > MOST_NAMES)
    g_ptr_array_set_size (names, MOST_NAMES);
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (", ", (char **) names->pdata);
  g_set_error (
    error, G_IO_ERROR, G_IO_ERROR_BUSY,
    g_dngettext (GETTEXT_PACKAGE, "%u machine depends on it: %s", "%u machines depend on it: %s", n), n,
    list);
  return FALSE;
}

static gpointer
set_template_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;

  if (request->template || check_free (connection, request, cancellable, error))
    hangar_virt_guest_set_template (connection, request->uuid, request->template, error);
  return NULL;
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
run (HangarJob *job, GTask *task, gpointer data)
{
  const Step *step = data;
  Request *request;
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, set_template_run, NULL, g_free, NULL };

  if (step->connection == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "%s",
                               _ ("Its host is not connected."));
      g_object_unref (task);
      return;
    }
  request = g_new0 (Request, 1);
  g_strlcpy (request->uuid, step->uuid, sizeof request->uuid);
  request->local = hangar_connection_is_local (step->connection);
  request->template = step->template;
  work.data = request;
  hangar_connection_run_async (step->connection, &work, g_task_get_cancellable (task), set_cb, task);
}

/**
 * hangar_domain_template_refusal:
 * @domain: a machine or template
 *
 * Returns: (nullable): a sentence that says why it cannot become the other now
 */
const char *
hangar_domain_template_refusal (HangarDomain *domain)
{
  if (!hangar_domain_get_available (domain))
    return _ ("Its host is not connected.");
  if (hangar_domain_get_operation (domain) != HANGAR_DOMAIN_OPERATION_NONE)
    return _ ("Another operation on it is under way.");
  if (hangar_domain_get_state (domain) != HANGAR_DOMAIN_OFF)
    return _ ("Only a machine that is off can become a template.");
  return hangar_domain_get_persistent (domain) ? NULL : _ ("It exists only while it runs.");
}

/**
 * hangar_domain_template_job_new:
 * @domain: a machine or template
 * @template: what it shall be; back to a machine only when no other machine's disks build on it
 *
 * Returns: (transfer full): the job, not yet begun
 */
HangarJob *
hangar_domain_template_job_new (HangarDomain *domain, gboolean template)
{
  const char *name = hangar_domain_get_display_name (domain);
  /* Translators: %s is the name of a machine */
  g_autofree char *title = template ? g_strdup_printf (_ ("Make “%s” a template"), name)
                                    : g_strdup_printf (_ ("Make “%s” a machine again"), name);
  HangarJob *job = hangar_job_new (title);
  Step *data = g_new0 (Step, 1);
  HangarJobStep step = { _ ("Looking who depends on it…"), run, NULL, data, step_free };

  g_set_object (&data->connection, hangar_domain_get_connection (domain));
  data->uuid = g_strdup (hangar_domain_get_uuid (domain));
  data->template = template;
  hangar_job_add_step (job, &step);
  return job;
}
