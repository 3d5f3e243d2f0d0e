/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a machine a template, and a template a machine again when nothing depends on it any more. */

#include "config.h"

#include "model/domain-template.h"

#include <glib/gi18n-lib.h>

#include "model/host-step.h"

#include "virt/guest.h"
#include "virt/image-use.h"

/* More names than this are not read. */
#define MOST_NAMES 5

typedef struct
{
  char uuid[37];
  gboolean local;
  gboolean template;
} Request;

/* Two machines that start from one kernel do not depend on each other. */
static gboolean
is_disk (const HangarVirtImageUse *use)
{
  return g_str_equal (use->device, "disk");
}

static gboolean
has_image (GPtrArray *uses, const char *uuid, const char *path)
{
  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = uses->pdata[i];

      if (use->depth == 0 && !use->read_only && is_disk (use) && g_str_equal (use->uuid, uuid) &&
          g_strcmp0 (use->path, path) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The names of the machines whose disks, or snapshots, build on those of @uuid. */
static GPtrArray *
find_dependants (GPtrArray *uses, const char *uuid)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < uses->len; i++)
    {
      const HangarVirtImageUse *use = uses->pdata[i];

      if ((use->depth > 0 || use->indirect) && is_disk (use) && !g_str_equal (use->uuid, uuid) &&
          has_image (uses, uuid, use->path) &&
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
  HangarConnection *connection = hangar_domain_get_connection (domain);
  HangarJob *job = hangar_job_new (title);
  Request *request = g_atomic_rc_box_new0 (Request);
  const HangarHostStep step = { .text = _ ("Looking who depends on it…"),
                                .run = set_template_run,
                                .data = request };

  g_strlcpy (request->uuid, hangar_domain_get_uuid (domain), sizeof request->uuid);
  request->local = connection != NULL && hangar_connection_is_local (connection);
  request->template = template;
  hangar_host_step_add (job, connection, &step);
  g_atomic_rc_box_release (request);
  return job;
}
