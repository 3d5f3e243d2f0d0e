/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All snapshots of a machine as a tree. It is only ever what the daemon says: after each operation it is read
 * again. */

#include "config.h"

#include "model/snapshot-tree.h"

#include "model/snapshot-picture.h"
#include "model/snapshot-private.h"
#include "virt/snapshot-size.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* In s. libvirt has no events for snapshots: what others make is found by looking, while somebody watches. */
#define WATCH_INTERVAL 3

#define LONGEST_NAME 200

struct _HangarSnapshotTree
{
  GObject parent_instance;

  HangarDomain *domain;
  GListStore *roots;   /* of HangarSnapshot */
  GHashTable *by_name; /* name → HangarSnapshot */
  GCancellable *cancellable;
  GError *error;
  guint watch;
  gboolean loaded;
  gboolean reading;
  gboolean again;
  gboolean wants_sizes; /* snapshots came or went, or somebody began to look */
};

enum
{
  PROP_LOADED = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HangarSnapshotTree, hangar_snapshot_tree, G_TYPE_OBJECT)

static GListStore *
siblings (HangarSnapshotTree *self, const char *parent_name)
{
  HangarSnapshot *parent = parent_name != NULL ? g_hash_table_lookup (self->by_name, parent_name) : NULL;

  return parent != NULL ? hangar_snapshot_get_child_store (parent) : self->roots;
}

static gboolean
same_shape (HangarSnapshotTree *self, GPtrArray *list)
{
  if (g_hash_table_size (self->by_name) != list->len)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      const HangarVirtSnapshot *data = g_ptr_array_index (list, i);
      HangarSnapshot *snapshot = g_hash_table_lookup (self->by_name, data->name);

      if (snapshot == NULL || g_strcmp0 (hangar_snapshot_get_parent_name (snapshot), data->parent) != 0)
        return FALSE;
    }
  return TRUE;
}

/* Siblings in the order in which they were taken; the daemon gives them in none. */
static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  HangarSnapshot *first = (HangarSnapshot *) a;
  HangarSnapshot *second = (HangarSnapshot *) b;
  gint64 earlier = hangar_snapshot_get_created (first);
  gint64 later = hangar_snapshot_get_created (second);

  if (earlier != later)
    return earlier < later ? -1 : 1;
  return g_strcmp0 (hangar_snapshot_get_name (first), hangar_snapshot_get_name (second));
}

static void
place (HangarSnapshotTree *self, GPtrArray *list, gboolean roots)
{
  for (guint i = 0; i < list->len; i++)
    {
      const HangarVirtSnapshot *data = g_ptr_array_index (list, i);
      GListStore *store = siblings (self, data->parent);

      if ((store == self->roots) == roots)
        g_list_store_insert_sorted (store, g_hash_table_lookup (self->by_name, data->name), compare, NULL);
    }
}

/* What was known of its size before. */
static void
keep_size (HangarSnapshot *snapshot, GHashTable *before)
{
  HangarSnapshot *known = g_hash_table_lookup (before, hangar_snapshot_get_name (snapshot));

  if (known != NULL && hangar_snapshot_get_created (known) == hangar_snapshot_get_created (snapshot))
    hangar_snapshot_set_size (snapshot, hangar_snapshot_get_size (known));
}

static void
rebuild (HangarSnapshotTree *self, GPtrArray *list)
{
  g_autoptr (GHashTable) before = self->by_name;

  g_list_store_remove_all (self->roots);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->wants_sizes = TRUE;
  for (guint i = 0; i < list->len; i++)
    {
      HangarSnapshot *snapshot = hangar_snapshot_new (g_ptr_array_index (list, i));

      keep_size (snapshot, before);
      g_hash_table_replace (self->by_name, (gpointer) hangar_snapshot_get_name (snapshot), snapshot);
    }
  place (self, list, FALSE);
  /* Roots last: whoever shows the tree sees each branch once, whole. */
  place (self, list, TRUE);
}

static void
apply (HangarSnapshotTree *self, GPtrArray *list)
{
  if (!same_shape (self, list))
    {
      rebuild (self, list);
      g_signal_emit_by_name (self, "changed");
      return;
    }
  for (guint i = 0; i < list->len; i++)
    {
      const HangarVirtSnapshot *data = g_ptr_array_index (list, i);
      HangarSnapshot *snapshot = g_hash_table_lookup (self->by_name, data->name);

      /* The key belongs to what is replaced. */
      g_hash_table_steal (self->by_name, data->name);
      hangar_snapshot_apply (snapshot, data);
      g_hash_table_insert (self->by_name, (gpointer) hangar_snapshot_get_name (snapshot), snapshot);
    }
}

typedef struct
{
  char uuid[37];
  gboolean local;
} Request;

static Request *
request_new (HangarSnapshotTree *self)
{
  Request *request = g_new0 (Request, 1);
  HangarConnection *connection = hangar_domain_get_connection (self->domain);

  g_strlcpy (request->uuid, hangar_domain_get_uuid (self->domain), sizeof request->uuid);
  request->local = connection != NULL && hangar_connection_is_local (connection);
  return request;
}

static void
list_free (gpointer data)
{
  g_ptr_array_unref (data);
}

static gpointer
list_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  GPtrArray *list = hangar_virt_snapshot_list (connection, request->uuid, error);

  if (list != NULL)
    hangar_snapshot_pictures_find (request->uuid, list);
  return list;
}

static gpointer
sizes_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;

  return hangar_virt_snapshot_sizes (connection, request->uuid, request->local, cancellable, error);
}

static void
sizes_free (gpointer data)
{
  g_hash_table_unref (data);
}

/* What cannot be found out is not shown. */
static void
sizes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarSnapshotTree) self = user_data;
  g_autoptr (GHashTable) sizes = g_task_propagate_pointer (G_TASK (result), NULL);
  GHashTableIter iter;
  gpointer name, snapshot;

  if (sizes == NULL)
    return;
  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, &name, &snapshot))
    {
      const guint64 *size = g_hash_table_lookup (sizes, name);

      hangar_snapshot_set_size (snapshot, size != NULL ? *size : 0);
    }
}

/* Images are looked into for that: only while somebody sees it, and only when something changed. */
static void
look_at_sizes (HangarSnapshotTree *self)
{
  HangarConnectionWork work = { HANGAR_WORKER_SLOW, sizes_run, NULL, g_free, sizes_free };

  if (!self->wants_sizes || self->watch == 0 || g_hash_table_size (self->by_name) == 0)
    return;
  self->wants_sizes = FALSE;
  work.data = request_new (self);
  hangar_domain_run_async (self->domain, &work, self->cancellable, sizes_cb, g_object_ref (self));
}

static void
list_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarSnapshotTree) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = g_task_propagate_pointer (G_TASK (result), &error);

  self->reading = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (self->again)
    {
      hangar_snapshot_tree_reload (self);
      return;
    }

  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  if (list != NULL)
    {
      apply (self, list);
      look_at_sizes (self);
    }
  self->loaded = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADED]);
}

/**
 * hangar_snapshot_tree_reload:
 * @self: a tree
 *
 * Reads it again from the daemon.
 */
void
hangar_snapshot_tree_reload (HangarSnapshotTree *self)
{
  HangarConnectionWork work = { HANGAR_WORKER_QUICK, list_run, NULL, g_free, list_free };

  self->again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  work.data = request_new (self);
  hangar_domain_run_async (self->domain, &work, self->cancellable, list_cb, g_object_ref (self));
}

static gboolean
watch_cb (gpointer user_data)
{
  HangarSnapshotTree *self = user_data;

  if (!self->reading && hangar_domain_get_available (self->domain))
    hangar_snapshot_tree_reload (self);
  return G_SOURCE_CONTINUE;
}

/**
 * hangar_snapshot_tree_set_watched:
 * @self: a tree
 * @watched: whether somebody looks at it
 *
 * While somebody looks, snapshots that others make appear within seconds.
 */
void
hangar_snapshot_tree_set_watched (HangarSnapshotTree *self, gboolean watched)
{
  g_clear_handle_id (&self->watch, g_source_remove);
  if (!watched)
    return;
  self->wants_sizes = TRUE;
  hangar_snapshot_tree_reload (self);
  self->watch = g_timeout_add_seconds (WATCH_INTERVAL, watch_cb, self);
}

static void
hangar_snapshot_tree_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LOADED)
    g_value_set_boolean (value, HANGAR_SNAPSHOT_TREE (object)->loaded);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hangar_snapshot_tree_dispose (GObject *object)
{
  HangarSnapshotTree *self = HANGAR_SNAPSHOT_TREE (object);

  g_clear_handle_id (&self->watch, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->domain);

  G_OBJECT_CLASS (hangar_snapshot_tree_parent_class)->dispose (object);
}

static void
hangar_snapshot_tree_finalize (GObject *object)
{
  HangarSnapshotTree *self = HANGAR_SNAPSHOT_TREE (object);

  g_object_unref (self->roots);
  g_hash_table_unref (self->by_name);
  g_object_unref (self->cancellable);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (hangar_snapshot_tree_parent_class)->finalize (object);
}

static void
hangar_snapshot_tree_class_init (HangarSnapshotTreeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hangar_snapshot_tree_get_property;
  object_class->dispose = hangar_snapshot_tree_dispose;
  object_class->finalize = hangar_snapshot_tree_finalize;

  props[PROP_LOADED] = g_param_spec_boolean (
    "loaded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * HangarSnapshotTree::changed:
   * @self: the tree
   *
   * Snapshots came or went; the objects are new ones.
   */
  g_signal_new ("changed", HANGAR_TYPE_SNAPSHOT_TREE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hangar_snapshot_tree_init (HangarSnapshotTree *self)
{
  self->roots = g_list_store_new (HANGAR_TYPE_SNAPSHOT);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->cancellable = g_cancellable_new ();
}

/**
 * hangar_snapshot_tree_new:
 * @domain: a machine
 *
 * Returns: (transfer full): its snapshots, not read yet
 */
HangarSnapshotTree *
hangar_snapshot_tree_new (HangarDomain *domain)
{
  HangarSnapshotTree *self = g_object_new (HANGAR_TYPE_SNAPSHOT_TREE, NULL);

  self->domain = g_object_ref (domain);
  return self;
}

/**
 * hangar_snapshot_tree_get_domain:
 * @self: a tree
 *
 * Returns: (transfer none): its machine
 */
HangarDomain *
hangar_snapshot_tree_get_domain (HangarSnapshotTree *self)
{
  return self->domain;
}

/**
 * hangar_snapshot_tree_get_roots:
 * @self: a tree
 *
 * Returns: (transfer none): the #HangarSnapshot objects that build on none
 */
GListModel *
hangar_snapshot_tree_get_roots (HangarSnapshotTree *self)
{
  return G_LIST_MODEL (self->roots);
}

/**
 * hangar_snapshot_tree_find:
 * @self: a tree
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the snapshot
 */
HangarSnapshot *
hangar_snapshot_tree_find (HangarSnapshotTree *self, const char *name)
{
  return g_hash_table_lookup (self->by_name, name);
}

static gboolean
is_twin (HangarSnapshot *a, HangarSnapshot *b)
{
  const char *const *files = hangar_snapshot_get_files (a);
  const char *const *others = hangar_snapshot_get_files (b);

  return a != b && files != NULL && files[0] != NULL && others != NULL && g_strv_equal (files, others) &&
         hangar_snapshot_get_created (a) == hangar_snapshot_get_created (b);
}

/**
 * hangar_snapshot_tree_find_twin:
 * @self: a tree
 * @snapshot: one of its snapshots
 *
 * Returns: (transfer none) (nullable): the same snapshot under another name, which a renaming that was cut
 * off has left
 */
HangarSnapshot *
hangar_snapshot_tree_find_twin (HangarSnapshotTree *self, HangarSnapshot *snapshot)
{
  GHashTableIter iter;
  gpointer other;

  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, NULL, &other))
    if (is_twin (snapshot, other))
      return other;
  return NULL;
}

/**
 * hangar_snapshot_tree_get_current:
 * @self: a tree
 *
 * Returns: (transfer none) (nullable): the snapshot that the machine goes on from
 */
HangarSnapshot *
hangar_snapshot_tree_get_current (HangarSnapshotTree *self)
{
  GHashTableIter iter;
  gpointer snapshot;

  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, NULL, &snapshot))
    if (hangar_snapshot_get_current (snapshot))
      return snapshot;
  return NULL;
}

/**
 * hangar_snapshot_tree_get_size:
 * @self: a tree
 *
 * Returns: how many snapshots there are
 */
guint
hangar_snapshot_tree_get_size (HangarSnapshotTree *self)
{
  return g_hash_table_size (self->by_name);
}

/**
 * hangar_snapshot_tree_get_loaded:
 * @self: a tree
 *
 * Returns: whether it was read, or tried to be
 */
gboolean
hangar_snapshot_tree_get_loaded (HangarSnapshotTree *self)
{
  return self->loaded;
}

/**
 * hangar_snapshot_tree_get_error:
 * @self: a tree
 *
 * Returns: (nullable): why it could not be read the last time
 */
const GError *
hangar_snapshot_tree_get_error (HangarSnapshotTree *self)
{
  return self->error;
}

/**
 * hangar_snapshot_tree_suggest_name:
 * @self: a tree
 *
 * Returns: (transfer full): a name that is free: "Snapshot 3"
 */
char *
hangar_snapshot_tree_suggest_name (HangarSnapshotTree *self)
{
  for (guint i = hangar_snapshot_tree_get_size (self) + 1;; i++)
    {
      /* Translators: the suggested name of a new snapshot */
      g_autofree char *name = g_strdup_printf (_ ("Snapshot %u"), i);

      if (hangar_snapshot_tree_find (self, name) == NULL)
        return g_steal_pointer (&name);
    }
}

/**
 * hangar_snapshot_tree_refuse_name:
 * @self: a tree
 * @name: the name for a new snapshot
 *
 * Returns: (nullable): a sentence that says why that name cannot be taken
 */
const char *
hangar_snapshot_tree_refuse_name (HangarSnapshotTree *self, const char *name)
{
  g_autofree char *stripped = g_strstrip (g_strdup (name));

  if (*stripped == '\0')
    return _ ("Give the snapshot a name.");
  if (strlen (name) > LONGEST_NAME)
    return _ ("That name is too long.");
  if (strchr (name, '/') != NULL || strchr (name, '\n') != NULL || *name == '.')
    return _ ("A name cannot contain “/” or begin with a full stop.");
  if (hangar_snapshot_tree_find (self, name) != NULL)
    return _ ("There is a snapshot of that name already.");
  return NULL;
}

/**
 * hangar_snapshot_tree_refuse_kind:
 * @self: a tree
 * @kind: the kind of a new snapshot
 *
 * Internal and external snapshots on one machine cannot be reverted and deleted safely: they are never mixed.
 *
 * Returns: (nullable): a sentence that says why that kind cannot be taken
 */
const char *
hangar_snapshot_tree_refuse_kind (HangarSnapshotTree *self, HangarSnapshotKind kind)
{
  GHashTableIter iter;
  gpointer snapshot;

  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, NULL, &snapshot))
    if (hangar_snapshot_get_kind (snapshot) != kind)
      return kind == HANGAR_SNAPSHOT_EXTERNAL ? _ ("This machine has internal snapshots; the two kinds are "
                                                   "not mixed, because deleting one could "
                                                   "destroy the other.")
                                              : _ ("This machine has external snapshots; the two kinds are "
                                                   "not mixed, because deleting one could "
                                                   "destroy the other.");
  return NULL;
}
