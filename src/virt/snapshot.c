/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Snapshots of a domain. Everything here blocks: worker threads only. */

#include "virt/snapshot.h"

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/image-use.h"
#include "virt/snapshot-edit.h"
#include "virt/storage.h"
#include "virt/volume-copy.h"
#include "virt/xml.h"

#include <stdlib.h>
#include <string.h>

/**
 * hangar_virt_snapshot_free:
 * @snapshot: (transfer full): a snapshot
 */
void
hangar_virt_snapshot_free (HangarVirtSnapshot *snapshot)
{
  g_free (snapshot->name);
  g_free (snapshot->parent);
  g_free (snapshot->description);
  g_strfreev (snapshot->disks);
  g_strfreev (snapshot->files);
  g_strfreev (snapshot->bases);
  g_free (snapshot->picture);
  g_free (snapshot);
}

static HangarDomainState
state_from_text (const char *text)
{
  static const struct
  {
    const char *text;
    HangarDomainState state;
  } states[] = {
    { "running", HANGAR_DOMAIN_RUNNING },      { "blocked", HANGAR_DOMAIN_RUNNING },
    { "paused", HANGAR_DOMAIN_PAUSED },        { "shutdown", HANGAR_DOMAIN_SHUTTING_DOWN },
    { "shutoff", HANGAR_DOMAIN_OFF },          { "crashed", HANGAR_DOMAIN_CRASHED },
    { "pmsuspended", HANGAR_DOMAIN_SLEEPING }, { "disk-snapshot", HANGAR_DOMAIN_OFF },
    { "disk-only", HANGAR_DOMAIN_OFF },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (text, states[i].text) == 0)
      return states[i].state;
  return HANGAR_DOMAIN_UNKNOWN;
}

static HangarSnapshotKind
read_kind (HangarXml *xml)
{
  guint internal = hangar_xml_count (xml, "/domainsnapshot/disks/disk[@snapshot='internal']") +
                   hangar_xml_count (xml, "/domainsnapshot/memory[@snapshot='internal']");
  guint external = hangar_xml_count (xml, "/domainsnapshot/disks/disk[@snapshot='external']") +
                   hangar_xml_count (xml, "/domainsnapshot/memory[@snapshot='external']");

  if (external > 0 && internal > 0)
    return HANGAR_SNAPSHOT_MIXED;
  return external > 0 ? HANGAR_SNAPSHOT_EXTERNAL : HANGAR_SNAPSHOT_INTERNAL;
}

static GStrv
read_files (HangarXml *xml)
{
  g_autoptr (GStrvBuilder) files = g_strv_builder_new ();
  g_autofree char *memory = hangar_xml_get (xml, "/domainsnapshot/memory/@file");
  guint n = hangar_xml_count (xml, "/domainsnapshot/disks/disk");

  if (memory != NULL)
    g_strv_builder_add (files, memory);
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *path =
        g_strdup_printf ("/domainsnapshot/disks/disk[%u][@snapshot='external']/source/@file", i);
      g_autofree char *file = hangar_xml_get (xml, path);

      if (file != NULL)
        g_strv_builder_add (files, file);
    }
  return g_strv_builder_end (files);
}

/* The disks of the definition that a snapshot keeps with it. */
static GStrv
read_bases (HangarXml *xml)
{
  g_autoptr (GStrvBuilder) bases = g_strv_builder_new ();
  guint n = hangar_xml_count (xml, "/domainsnapshot/domain/devices/disk[@device='disk']");

  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *path = g_strdup_printf (
        "/domainsnapshot/domain/devices/disk[@device='disk'][%u][not(readonly)]/source/@file", i);
      g_autofree char *file = hangar_xml_get (xml, path);

      if (file != NULL)
        g_strv_builder_add (bases, file);
    }
  return g_strv_builder_end (bases);
}

/**
 * hangar_virt_snapshot_new_from_xml:
 * @xml: (nullable): a snapshot's document
 *
 * Returns: (transfer full) (nullable): what it says; whether it is the current one is not in it
 */
HangarVirtSnapshot *
hangar_virt_snapshot_new_from_xml (const char *xml)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_autofree char *name = doc != NULL ? hangar_xml_get (doc, "/domainsnapshot/name") : NULL;
  g_autofree char *state = NULL;
  HangarVirtSnapshot *snapshot;

  if (name == NULL)
    return NULL;

  snapshot = g_new0 (HangarVirtSnapshot, 1);
  snapshot->name = g_steal_pointer (&name);
  snapshot->parent = hangar_xml_get (doc, "/domainsnapshot/parent/name");
  snapshot->description = hangar_xml_get (doc, "/domainsnapshot/description");
  snapshot->created = (gint64) hangar_xml_get_uint (doc, "/domainsnapshot/creationTime");
  state = hangar_xml_get (doc, "/domainsnapshot/state");
  snapshot->state = state_from_text (state);
  snapshot->kind = read_kind (doc);
  snapshot->with_memory = hangar_xml_count (doc, "/domainsnapshot/memory[@snapshot!='no']") > 0;
  snapshot->disks = hangar_xml_get_all (doc, "/domainsnapshot/disks/disk[@snapshot!='no']/@name");
  snapshot->files = read_files (doc);
  if (snapshot->kind != HANGAR_SNAPSHOT_INTERNAL)
    snapshot->bases = read_bases (doc);
  return snapshot;
}

static gboolean
same_files (const HangarVirtSnapshot *a, const HangarVirtSnapshot *b)
{
  return a->files != NULL && b->files != NULL && a->files[0] != NULL &&
         g_strv_equal ((const char *const *) a->files, (const char *const *) b->files);
}

/**
 * hangar_virt_snapshot_find_twin:
 * @list: (element-type HangarVirtSnapshot): all snapshots of a domain
 * @snapshot: one of them
 *
 * A renaming that was cut off leaves one snapshot under two names: what is deleted with the one would be
 * missing in the other.
 *
 * Returns: (transfer none) (nullable): another one of the same moment with the same files
 */
const HangarVirtSnapshot *
hangar_virt_snapshot_find_twin (GPtrArray *list, const HangarVirtSnapshot *snapshot)
{
  for (guint i = 0; i < list->len; i++)
    {
      const HangarVirtSnapshot *other = g_ptr_array_index (list, i);

      if (!g_str_equal (other->name, snapshot->name) && other->created == snapshot->created &&
          same_files (other, snapshot))
        return other;
    }
  return NULL;
}

static void
mark_current (virDomainPtr domain, GPtrArray *list)
{
  g_auto (virDomainSnapshotPtr) current = virDomainSnapshotCurrent (domain, 0);

  if (current == NULL)
    return;
  for (guint i = 0; i < list->len; i++)
    {
      HangarVirtSnapshot *snapshot = g_ptr_array_index (list, i);

      snapshot->current = g_strcmp0 (snapshot->name, virDomainSnapshotGetName (current)) == 0;
    }
}

/**
 * hangar_virt_snapshot_list:
 * @connection: an open connection
 * @uuid: a domain
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HangarVirtSnapshot): its snapshots, parents before
 * children
 */
GPtrArray *
hangar_virt_snapshot_list (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  GPtrArray *list;
  virDomainSnapshotPtr *handles = NULL;
  int n;

  if (domain == NULL)
    return NULL;

  n = virDomainListAllSnapshots (domain, &handles, VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL);
  if (n < 0)
    n = virDomainListAllSnapshots (domain, &handles, 0);
  if (n < 0)
    {
      hangar_virt_error_set (error);
      return NULL;
    }

  list = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_snapshot_free);
  for (int i = 0; i < n; i++)
    {
      char *xml = virDomainSnapshotGetXMLDesc (handles[i], 0);
      HangarVirtSnapshot *snapshot = hangar_virt_snapshot_new_from_xml (xml);

      if (snapshot != NULL)
        g_ptr_array_add (list, snapshot);
      free (xml);
      virDomainSnapshotFree (handles[i]);
    }
  free (handles);
  mark_current (domain, list);
  return list;
}

/**
 * hangar_virt_snapshot_plan_to_xml:
 * @plan: a plan
 *
 * Returns: (transfer full): the document that makes it
 */
char *
hangar_virt_snapshot_plan_to_xml (const HangarVirtSnapshotPlan *plan)
{
  g_autoptr (GVirConfigDomainSnapshot) config = gvir_config_domain_snapshot_new ();

  gvir_config_domain_snapshot_set_name (config, plan->name);
  if (plan->description != NULL && *plan->description != '\0')
    gvir_config_domain_snapshot_set_description (config, plan->description);
  if (plan->kind == HANGAR_SNAPSHOT_EXTERNAL && plan->with_memory && plan->memory_file != NULL)
    {
      gvir_config_domain_snapshot_set_memory_state (config,
                                                    GVIR_CONFIG_DOMAIN_SNAPSHOT_MEMORY_STATE_EXTERNAL);
      gvir_config_domain_snapshot_set_memory_file (config, plan->memory_file);
    }
  return gvir_config_object_to_xml (GVIR_CONFIG_OBJECT (config));
}

static unsigned int
create_flags (virDomainPtr domain, const HangarVirtSnapshotPlan *plan)
{
  unsigned int flags = VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC;

  /* An internal snapshot of a running domain always holds its memory; ATOMIC is for the external kind. */
  if (plan->kind == HANGAR_SNAPSHOT_INTERNAL)
    return 0;
  if (!plan->with_memory || virDomainIsActive (domain) != 1)
    flags |= VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY;
  if (plan->quiesce && (flags & VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY) != 0)
    flags |= VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE;
  return flags;
}

/**
 * hangar_virt_snapshot_create:
 * @connection: an open connection
 * @uuid: a domain
 * @plan: what to make
 * @error: return location
 *
 * Returns: whether it was taken
 */
gboolean
hangar_virt_snapshot_create (GVirConnection *connection, const char *uuid, const HangarVirtSnapshotPlan *plan,
                             GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  g_auto (virDomainSnapshotPtr) snapshot = NULL;
  g_autofree char *xml = NULL;

  if (domain == NULL)
    return FALSE;
  if (plan->kind == HANGAR_SNAPSHOT_EXTERNAL && strchr (plan->name, ',') != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "libvirt gives files another name than it says when there is a comma in it");
      return FALSE;
    }

  xml = hangar_virt_snapshot_plan_to_xml (plan);
  snapshot = virDomainSnapshotCreateXML (domain, xml, create_flags (domain, plan));
  if (snapshot == NULL)
    hangar_virt_error_set (error);
  return snapshot != NULL;
}

static virDomainSnapshotPtr
lookup_snapshot (GVirConnection *connection, const char *uuid, const char *name, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);
  virDomainSnapshotPtr snapshot;

  if (domain == NULL)
    return NULL;
  snapshot = virDomainSnapshotLookupByName (domain, name, 0);
  if (snapshot == NULL)
    hangar_virt_error_set (error);
  return snapshot;
}

static GVirDomainSnapshot *
wrap (virDomainSnapshotPtr snapshot)
{
  return g_object_new (GVIR_TYPE_DOMAIN_SNAPSHOT, "handle", snapshot, NULL);
}

/**
 * hangar_virt_snapshot_revert:
 * @connection: an open connection
 * @uuid: a domain
 * @name: one of its snapshots
 * @error: return location
 *
 * Puts the domain back to what it was, disks and, where it was kept, memory. What came since is lost unless
 * another snapshot holds it.
 *
 * Returns: whether it is back
 */
gboolean
hangar_virt_snapshot_revert (GVirConnection *connection, const char *uuid, const char *name, GError **error)
{
  g_auto (virDomainSnapshotPtr) handle = lookup_snapshot (connection, uuid, name, error);
  g_autoptr (GVirDomainSnapshot) snapshot = handle != NULL ? wrap (handle) : NULL;

  if (snapshot == NULL)
    return FALSE;
  if (gvir_domain_snapshot_revert_to (snapshot, 0, error))
    return TRUE;
  hangar_virt_error_adopt (error);
  return FALSE;
}

static gboolean
is_used (GPtrArray *uses, const char *path)
{
  for (guint i = 0; i < uses->len; i++)
    if (g_str_equal (((HangarVirtImageUse *) uses->pdata[i])->path, path))
      return TRUE;
  return FALSE;
}

/* Older libvirts leave it there, with all that was in the memory. Nobody can use it without the snapshot. */
static void
remove_memory (GVirConnection *connection, const char *path)
{
  g_autoptr (GPtrArray) uses = hangar_virt_image_uses (connection, FALSE, NULL, NULL);

  if (uses != NULL && !is_used (uses, path) && hangar_virt_folder_refresh (connection, path))
    hangar_virt_volume_delete (connection, path, NULL);
}

static gboolean
delete_one (GVirConnection *connection, const char *uuid, virDomainSnapshotPtr handle, GError **error)
{
  g_autoptr (GVirDomainSnapshot) snapshot = wrap (handle);
  char *text = virDomainSnapshotGetXMLDesc (handle, 0);
  g_autoptr (HangarXml) xml = text != NULL ? hangar_xml_new (text, NULL) : NULL;
  g_autofree char *memory = xml != NULL ? hangar_xml_get (xml, "/domainsnapshot/memory/@file") : NULL;
  g_autoptr (HangarVirtSnapshot) known = hangar_virt_snapshot_new_from_xml (text);
  g_autoptr (GPtrArray) list = NULL;
  const HangarVirtSnapshot *twin = NULL;

  free (text);
  if (known != NULL && known->files != NULL && known->files[0] != NULL)
    {
      list = hangar_virt_snapshot_list (connection, uuid, error);
      if (list == NULL)
        return FALSE;
      twin = hangar_virt_snapshot_find_twin (list, known);
    }
  if (twin != NULL)
    return hangar_virt_snapshot_forget_twin (connection, uuid, known->name, twin->name, error);
  if (!gvir_domain_snapshot_delete (snapshot, 0, error))
    {
      hangar_virt_error_adopt (error);
      g_prefix_error (error, "%s: ", virDomainSnapshotGetName (handle));
      return FALSE;
    }
  if (memory != NULL)
    remove_memory (connection, memory);
  return TRUE;
}

/* The last ones first. libvirt could do it in one call, but its version 9.0 dies of that when there are
 * several.
 */
static gboolean
delete_children (GVirConnection *connection, const char *uuid, virDomainSnapshotPtr snapshot,
                 GCancellable *cancellable, GError **error)
{
  virDomainSnapshotPtr *children = NULL;
  int n = virDomainSnapshotListAllChildren (
    snapshot, &children, VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS | VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL);
  gboolean all = n >= 0;

  if (n < 0)
    hangar_virt_error_set (error);
  for (int i = n - 1; i >= 0; i--)
    {
      all = all && !g_cancellable_set_error_if_cancelled (cancellable, error) &&
            delete_one (connection, uuid, children[i], error);
      virDomainSnapshotFree (children[i]);
    }
  free (children);
  return all;
}

/**
 * hangar_virt_snapshot_delete:
 * @connection: an open connection
 * @uuid: a domain
 * @name: one of its snapshots
 * @with_children: delete what builds on it too; otherwise that is kept and builds on its parent
 * @cancellable: (nullable): stops between two of them
 * @error: return location; says at which snapshot it ended
 *
 * Returns: whether it is gone
 */
gboolean
hangar_virt_snapshot_delete (GVirConnection *connection, const char *uuid, const char *name,
                             gboolean with_children, GCancellable *cancellable, GError **error)
{
  g_auto (virDomainSnapshotPtr) snapshot = lookup_snapshot (connection, uuid, name, error);

  if (snapshot == NULL ||
      (with_children && !delete_children (connection, uuid, snapshot, cancellable, error)))
    return FALSE;
  return delete_one (connection, uuid, snapshot, error);
}

/**
 * hangar_virt_snapshot_get_xml:
 * @connection: an open connection
 * @uuid: a domain
 * @name: one of its snapshots
 * @error: return location
 *
 * Returns: (transfer full) (nullable): its document, without secrets: it is for reading
 */
char *
hangar_virt_snapshot_get_xml (GVirConnection *connection, const char *uuid, const char *name, GError **error)
{
  g_auto (virDomainSnapshotPtr) snapshot = lookup_snapshot (connection, uuid, name, error);
  char *xml, *copy;

  if (snapshot == NULL)
    return NULL;

  xml = virDomainSnapshotGetXMLDesc (snapshot, 0);
  if (xml == NULL)
    hangar_virt_error_set (error);
  copy = g_strdup (xml);
  free (xml);
  return copy;
}
