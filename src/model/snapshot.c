/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One snapshot of a machine, with those that build on it. */

#include "config.h"

#include "model/snapshot-private.h"

struct _HangarSnapshot
{
  GObject parent_instance;

  HangarVirtSnapshot *data;
  guint64 size;         /* 0: not known */
  GListStore *children; /* of HangarSnapshot */
};

enum
{
  PROP_NAME = 1,
  PROP_DESCRIPTION,
  PROP_CURRENT,
  PROP_CREATED,
  PROP_SIZE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HangarSnapshot, hangar_snapshot, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (HangarSnapshotKind, hangar_snapshot_kind,
                    G_DEFINE_ENUM_VALUE (HANGAR_SNAPSHOT_INTERNAL, "internal"),
                    G_DEFINE_ENUM_VALUE (HANGAR_SNAPSHOT_EXTERNAL, "external"),
                    G_DEFINE_ENUM_VALUE (HANGAR_SNAPSHOT_MIXED, "mixed"))

static void
hangar_snapshot_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HangarSnapshot *self = HANGAR_SNAPSHOT (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->data->name);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, self->data->description);
      break;
    case PROP_CURRENT:
      g_value_set_boolean (value, self->data->current);
      break;
    case PROP_CREATED:
      g_value_set_int64 (value, self->data->created);
      break;
    case PROP_SIZE:
      g_value_set_uint64 (value, self->size);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hangar_snapshot_finalize (GObject *object)
{
  HangarSnapshot *self = HANGAR_SNAPSHOT (object);

  g_clear_pointer (&self->data, hangar_virt_snapshot_free);
  g_object_unref (self->children);

  G_OBJECT_CLASS (hangar_snapshot_parent_class)->finalize (object);
}

static void
hangar_snapshot_class_init (HangarSnapshotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hangar_snapshot_get_property;
  object_class->finalize = hangar_snapshot_finalize;

  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  props[PROP_CURRENT] = g_param_spec_boolean ("current", NULL, NULL, FALSE, flags);
  props[PROP_CREATED] = g_param_spec_int64 ("created", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_SIZE] = g_param_spec_uint64 ("size", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hangar_snapshot_init (HangarSnapshot *self)
{
  self->children = g_list_store_new (HANGAR_TYPE_SNAPSHOT);
}

static HangarVirtSnapshot *
copy_data (const HangarVirtSnapshot *data)
{
  HangarVirtSnapshot *copy = g_memdup2 (data, sizeof *data);

  copy->name = g_strdup (data->name);
  copy->parent = g_strdup (data->parent);
  copy->description = g_strdup (data->description);
  copy->disks = g_strdupv (data->disks);
  copy->files = g_strdupv (data->files);
  copy->bases = g_strdupv (data->bases);
  copy->picture = g_strdup (data->picture);
  return copy;
}

/**
 * hangar_snapshot_new:
 * @data: what the daemon says of it (copied)
 *
 * Returns: (transfer full): a snapshot
 */
HangarSnapshot *
hangar_snapshot_new (const HangarVirtSnapshot *data)
{
  HangarSnapshot *self = g_object_new (HANGAR_TYPE_SNAPSHOT, NULL);

  self->data = copy_data (data);
  return self;
}

/**
 * hangar_snapshot_apply:
 * @self: a snapshot
 * @data: what the daemon says of it now (copied)
 *
 * Returns: whether it still builds on the same parent
 */
gboolean
hangar_snapshot_apply (HangarSnapshot *self, const HangarVirtSnapshot *data)
{
  g_autoptr (HangarVirtSnapshot) old = self->data;

  self->data = copy_data (data);
  if (g_strcmp0 (old->description, data->description) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DESCRIPTION]);
  if (old->current != data->current)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CURRENT]);
  if (old->created != data->created)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CREATED]);
  return g_strcmp0 (old->parent, data->parent) == 0;
}

/**
 * hangar_snapshot_set_size:
 * @self: a snapshot
 * @size: what it takes on the host, in bytes; 0 when that is not known
 */
void
hangar_snapshot_set_size (HangarSnapshot *self, guint64 size)
{
  if (self->size == size)
    return;
  self->size = size;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SIZE]);
}

/**
 * hangar_snapshot_get_child_store:
 * @self: a snapshot
 *
 * Returns: (transfer none): where the tree puts those that build on it
 */
GListStore *
hangar_snapshot_get_child_store (HangarSnapshot *self)
{
  return self->children;
}

/**
 * hangar_snapshot_get_name:
 * @self: a snapshot
 *
 * Returns: its name: plain text
 */
const char *
hangar_snapshot_get_name (HangarSnapshot *self)
{
  return self->data->name;
}

/**
 * hangar_snapshot_get_parent_name:
 * @self: a snapshot
 *
 * Returns: (nullable): the name of the one that it builds on
 */
const char *
hangar_snapshot_get_parent_name (HangarSnapshot *self)
{
  return self->data->parent;
}

/**
 * hangar_snapshot_get_description:
 * @self: a snapshot
 *
 * Returns: (nullable): the user's words: plain text
 */
const char *
hangar_snapshot_get_description (HangarSnapshot *self)
{
  return self->data->description;
}

/**
 * hangar_snapshot_get_state:
 * @self: a snapshot
 *
 * Returns: the state of the machine when it was taken
 */
HangarDomainState
hangar_snapshot_get_state (HangarSnapshot *self)
{
  return self->data->state;
}

/**
 * hangar_snapshot_get_kind:
 * @self: a snapshot
 *
 * Returns: where its data is
 */
HangarSnapshotKind
hangar_snapshot_get_kind (HangarSnapshot *self)
{
  return self->data->kind;
}

/**
 * hangar_snapshot_get_with_memory:
 * @self: a snapshot
 *
 * Returns: whether the memory was kept too
 */
gboolean
hangar_snapshot_get_with_memory (HangarSnapshot *self)
{
  return self->data->with_memory;
}

/**
 * hangar_snapshot_get_created:
 * @self: a snapshot
 *
 * Returns: when it was taken, in seconds since 1970
 */
gint64
hangar_snapshot_get_created (HangarSnapshot *self)
{
  return self->data->created;
}

/**
 * hangar_snapshot_get_current:
 * @self: a snapshot
 *
 * Returns: whether the machine goes on from here
 */
gboolean
hangar_snapshot_get_current (HangarSnapshot *self)
{
  return self->data->current;
}

/**
 * hangar_snapshot_get_size:
 * @self: a snapshot
 *
 * Returns: what it takes on the host, in bytes; 0 when that is not known. Inside the disks it is the memory
 * alone: what disks hold is shared between snapshots.
 */
guint64
hangar_snapshot_get_size (HangarSnapshot *self)
{
  return self->size;
}

/**
 * hangar_snapshot_get_disks:
 * @self: a snapshot
 *
 * Returns: (nullable): the names of the disks that it holds
 */
const char *const *
hangar_snapshot_get_disks (HangarSnapshot *self)
{
  return (const char *const *) self->data->disks;
}

/**
 * hangar_snapshot_get_files:
 * @self: a snapshot
 *
 * Returns: (nullable): the files of the external kind
 */
const char *const *
hangar_snapshot_get_files (HangarSnapshot *self)
{
  return (const char *const *) self->data->files;
}

/**
 * hangar_snapshot_get_picture:
 * @self: a snapshot
 *
 * Returns: (nullable): the path of a picture of its moment, on this computer
 */
const char *
hangar_snapshot_get_picture (HangarSnapshot *self)
{
  return self->data->picture;
}

/**
 * hangar_snapshot_get_children:
 * @self: a snapshot
 *
 * Returns: (transfer none): the #HangarSnapshot objects that build on it
 */
GListModel *
hangar_snapshot_get_children (HangarSnapshot *self)
{
  return G_LIST_MODEL (self->children);
}
