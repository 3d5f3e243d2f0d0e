/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The definition that a wish comes to, as the user may change it before the machine is made. */

#include "config.h"

#include "model/guest-definition.h"

#include "model/guest-builder.h"
#include "model/guest-spec-private.h"
#include "virt/domain-check.h"
#include "virt/xml.h"

#include <glib/gi18n-lib.h>

static char *
plan_path (HangarGuestSpec *spec, guint number)
{
  const HangarVirtPool *pool = hangar_guest_spec_get_pool (spec);
  g_autofree char *folder = pool != NULL
                              ? g_strdup (pool->path)
                              : hangar_guest_host_dup_default_folder (hangar_guest_spec_get_host (spec));
  const char *name = hangar_guest_spec_get_name (spec);
  const char *format = hangar_guest_spec_get_disk_format (spec);
  g_autofree char *file = number == 0 ? g_strdup_printf ("%s.%s", name, format)
                                      : g_strdup_printf ("%s-%u.%s", name, number + 1, format);

  return g_build_filename (folder != NULL ? folder : "/", file, NULL);
}

/**
 * hangar_guest_definition_plan:
 * @spec: a wish without problems
 *
 * Returns: (transfer full): its plan with the disks that are yet to be made, at the paths that they will have
 * unless those are taken
 */
HangarGuestPlan *
hangar_guest_definition_plan (HangarGuestSpec *spec)
{
  HangarGuestPlan *plan = hangar_guest_spec_make_plan (spec);
  const HangarAppliance *appliance = hangar_guest_spec_get_import_appliance (spec);
  g_autofree char *path = hangar_guest_spec_dup_planned_path (spec);
  guint n = appliance != NULL ? appliance->disks->len : 1;

  if (path != NULL)
    hangar_guest_plan_add_disk (plan, path, hangar_guest_spec_get_disk_format (spec))->made_here = TRUE;
  if (hangar_guest_spec_get_way (spec) != HANGAR_GUEST_WAY_IMPORT ||
      hangar_guest_spec_get_import_in_place (spec))
    return plan;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *copy = plan_path (spec, i);

      hangar_guest_plan_add_disk (plan, copy, hangar_guest_spec_get_disk_format (spec))->made_here = TRUE;
    }
  return plan;
}

static const char *
find_made (const HangarGuestPlan *planned, const HangarGuestPlan *made, const char *path)
{
  if (g_strcmp0 (planned->medium, path) == 0)
    return made->medium;
  for (guint i = 0; i < MIN (planned->disks->len, made->disks->len); i++)
    if (g_strcmp0 (((HangarGuestDisk *) planned->disks->pdata[i])->path, path) == 0)
      return ((HangarGuestDisk *) made->disks->pdata[i])->path;
  return NULL;
}

/* Each path once: what one disk came to may be what was planned for another. By number, because the paths of
 * elements with a namespace find nothing. */
static void
move_paths (HangarXml *doc, const HangarGuestPlan *planned, const HangarGuestPlan *made)
{
  static const char *const places[] = {
    "//disk/source/@file",
    "//disk/source/@dev",
    "//*[local-name()='machine']/*[local-name()='disk']/@path",
    "//*[local-name()='machine']/*[local-name()='install']/@medium",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    for (guint n = hangar_xml_count (doc, places[i]); n > 0; n--)
      {
        g_autofree char *place = g_strdup_printf ("(%s)[%u]", places[i], n);
        g_autofree char *value = hangar_xml_get (doc, place);
        const char *to = value != NULL ? find_made (planned, made, value) : NULL;

        if (to != NULL && !g_str_equal (to, value))
          hangar_xml_set (doc, place, to);
      }
}

/**
 * hangar_guest_definition_adapt:
 * @xml: a definition that was made of @planned and changed by the user
 * @planned: what was planned
 * @made: what came of it: the same disks, perhaps at other paths
 * @error: return location
 *
 * Puts the paths of the disks and the medium that were made in the place of those that were planned. All else
 * stays as the user wrote it.
 *
 * Returns: (transfer full) (nullable): the definition
 */
char *
hangar_guest_definition_adapt (const char *xml, const HangarGuestPlan *planned, const HangarGuestPlan *made,
                               GError **error)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, error);

  if (doc == NULL)
    return NULL;
  move_paths (doc, planned, made);
  return hangar_xml_to_string (doc);
}

/**
 * hangar_guest_spec_dup_uuid:
 * @self: a wish
 *
 * Returns: (transfer full): the UUID that its machine will have
 */
char *
hangar_guest_spec_dup_uuid (HangarGuestSpec *self)
{
  return g_strdup (self->uuid);
}

/**
 * hangar_guest_spec_dup_definition:
 * @self: a wish
 *
 * Returns: (transfer full) (nullable): libvirt's XML of the machine that will be made; %NULL while the host
 * has not answered
 */
char *
hangar_guest_spec_dup_definition (HangarGuestSpec *self)
{
  g_autoptr (HangarGuestPlan) plan = NULL;

  if (self->host == NULL || self->architecture == NULL || self->name == NULL)
    return NULL;
  plan = hangar_guest_definition_plan (self);
  return hangar_guest_build_xml (plan);
}

/**
 * hangar_guest_spec_set_definition:
 * @self: a wish
 * @xml: (nullable): the definition as the user changed it; %NULL drops the changes
 */
void
hangar_guest_spec_set_definition (HangarGuestSpec *self, const char *xml)
{
  char *copy = g_strdup (xml);

  g_free (self->definition);
  g_free (self->definition_was);
  self->definition = copy;
  self->definition_was = hangar_guest_spec_dup_definition (self);
  if (g_strcmp0 (self->definition, self->definition_was) == 0)
    g_clear_pointer (&self->definition, g_free);
  g_signal_emit_by_name (self, "changed");
}

/**
 * hangar_guest_spec_get_definition:
 * @self: a wish
 *
 * Returns: (nullable): the definition as the user changed it
 */
const char *
hangar_guest_spec_get_definition (HangarGuestSpec *self)
{
  return self->definition;
}

/**
 * hangar_guest_spec_is_definition_stale:
 * @self: a wish
 *
 * Returns: whether answers were changed after the definition was: what the user wrote no longer says all that
 * was answered
 */
gboolean
hangar_guest_spec_is_definition_stale (HangarGuestSpec *self)
{
  g_autofree char *now = self->definition != NULL ? hangar_guest_spec_dup_definition (self) : NULL;

  return self->definition != NULL && g_strcmp0 (now, self->definition_was) != 0;
}

typedef struct
{
  char *xml;
  char *uuid;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_free (check->xml);
  g_free (check->uuid);
  g_free (check);
}

static gboolean
check_text (const Check *check, GError **error)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (check->xml, error);
  g_autofree char *uuid = doc != NULL ? hangar_xml_get (doc, "/domain/uuid") : NULL;

  if (doc == NULL)
    return FALSE;
  if (hangar_xml_count (doc, "/domain") == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _ ("This is no definition of a machine: it must begin with <domain>."));
      return FALSE;
    }
  if (check->uuid != NULL && g_strcmp0 (uuid, check->uuid) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _ ("The UUID must stay as it is: another machine may have the one that was written."));
      return FALSE;
    }
  return TRUE;
}

static gpointer
do_check (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Check *check = data;

  if (check_text (check, error))
    hangar_virt_domain_check (connection, check->xml, error);
  return NULL;
}

/**
 * hangar_guest_definition_check_async:
 * @connection: an open host
 * @xml: a definition
 * @uuid: (nullable): what its UUID has to be
 * @cancellable: (nullable): drops the answer
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Asks the host's daemon whether it would take a definition. Nothing is defined.
 */
void
hangar_guest_definition_check_async (HangarConnection *connection, const char *xml, const char *uuid,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  Check *check = g_new0 (Check, 1);
  HangarConnectionWork work = {
    .lane = HANGAR_WORKER_SLOW, .func = do_check, .data = check, .data_free = check_free
  };

  check->xml = g_strdup (xml);
  check->uuid = g_strdup (uuid);
  hangar_connection_run_async (connection, &work, cancellable, callback, user_data);
}

/**
 * hangar_guest_definition_check_finish:
 * @connection: the host
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether the definition will do
 */
gboolean
hangar_guest_definition_check_finish (HangarConnection *connection, GAsyncResult *result, GError **error)
{
  GError *problem = NULL;

  hangar_connection_run_finish (connection, result, &problem);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, problem);
  return FALSE;
}
