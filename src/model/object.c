/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What everything that lives on a host has: an identity that stays and a name that may change. */

#include "model/object.h"

typedef struct
{
  char *uuid;
  char *name;
} HangarObjectPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (HangarObject, hangar_object, G_TYPE_OBJECT)

enum
{
  PROP_UUID = 1,
  PROP_NAME,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
hangar_object_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HangarObjectPrivate *priv = hangar_object_get_instance_private (HANGAR_OBJECT (object));

  switch (id)
    {
    case PROP_UUID:
      g_value_set_string (value, priv->uuid);
      break;
    case PROP_NAME:
      g_value_set_string (value, priv->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hangar_object_finalize (GObject *object)
{
  HangarObjectPrivate *priv = hangar_object_get_instance_private (HANGAR_OBJECT (object));

  g_free (priv->uuid);
  g_free (priv->name);

  G_OBJECT_CLASS (hangar_object_parent_class)->finalize (object);
}

static void
hangar_object_class_init (HangarObjectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hangar_object_get_property;
  object_class->finalize = hangar_object_finalize;

  props[PROP_UUID] =
    g_param_spec_string ("uuid", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_NAME] = g_param_spec_string (
    "name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hangar_object_init (HangarObject *self)
{
}

/**
 * hangar_object_identify:
 * @self: a new object
 * @uuid: its identity
 * @name: its name
 *
 * For constructors, once. Ten thousand objects come at a time: as properties these two would cost more than
 * all the rest.
 */
void
hangar_object_identify (HangarObject *self, const char *uuid, const char *name)
{
  HangarObjectPrivate *priv = hangar_object_get_instance_private (self);

  g_return_if_fail (priv->uuid == NULL);

  priv->uuid = g_strdup (uuid);
  priv->name = g_strdup (name);
}

/**
 * hangar_object_get_uuid:
 * @self: an object
 *
 * Returns: its identity, which never changes
 */
const char *
hangar_object_get_uuid (HangarObject *self)
{
  HangarObjectPrivate *priv = hangar_object_get_instance_private (self);

  return priv->uuid;
}

/**
 * hangar_object_get_name:
 * @self: an object
 *
 * Returns: its name: plain text from a daemon, never markup
 */
const char *
hangar_object_get_name (HangarObject *self)
{
  HangarObjectPrivate *priv = hangar_object_get_instance_private (self);

  return priv->name;
}

/**
 * hangar_object_set_name:
 * @self: an object
 * @name: what the daemon calls it now
 */
void
hangar_object_set_name (HangarObject *self, const char *name)
{
  HangarObjectPrivate *priv = hangar_object_get_instance_private (self);

  if (g_strcmp0 (priv->name, name) == 0)
    return;
  g_free (priv->name);
  priv->name = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NAME]);
}
