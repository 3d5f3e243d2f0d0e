/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first start: the hosts of this computer are looked for and added, once. */

#include "config.h"

#include "model/first-run.h"

#define DEMONSTRATION_URI "test:///default"

struct _HangarFirstRun
{
  GObject parent_instance;

  HangarConnectionList *connections;
  HangarSettings *settings;
  GCancellable *cancellable;
  HangarHostProbe *probe; /* nullable: nobody has looked yet */
  gboolean checking;
};

enum
{
  PROP_CHECKING = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HangarFirstRun, hangar_first_run, G_TYPE_OBJECT)

static void
set_checking (HangarFirstRun *self, gboolean checking)
{
  self->checking = checking;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHECKING]);
}

static void
add_found_hosts (HangarFirstRun *self)
{
  g_auto (GStrv) uris = hangar_host_probe_get_uris (self->probe);

  for (char **uri = uris; *uri != NULL; uri++)
    hangar_connection_list_add (self->connections, *uri, NULL, TRUE);
  if (*uris != NULL)
    hangar_settings_set_first_run_done (self->settings, TRUE);
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HangarHostProbe *probe = hangar_host_probe_run_finish (result, NULL);
  HangarFirstRun *self;

  if (probe == NULL)
    return;
  self = HANGAR_FIRST_RUN (user_data);
  g_clear_pointer (&self->probe, hangar_host_probe_free);
  self->probe = probe;
  add_found_hosts (self);
  set_checking (self, FALSE);
}

static void
hangar_first_run_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  HangarFirstRun *self = HANGAR_FIRST_RUN (object);

  switch (prop_id)
    {
    case PROP_CHECKING:
      g_value_set_boolean (value, self->checking);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hangar_first_run_dispose (GObject *object)
{
  HangarFirstRun *self = HANGAR_FIRST_RUN (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->connections);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (hangar_first_run_parent_class)->dispose (object);
}

static void
hangar_first_run_finalize (GObject *object)
{
  HangarFirstRun *self = HANGAR_FIRST_RUN (object);

  g_object_unref (self->cancellable);
  hangar_host_probe_free (self->probe);

  G_OBJECT_CLASS (hangar_first_run_parent_class)->finalize (object);
}

static void
hangar_first_run_class_init (HangarFirstRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hangar_first_run_get_property;
  object_class->dispose = hangar_first_run_dispose;
  object_class->finalize = hangar_first_run_finalize;

  props[PROP_CHECKING] = g_param_spec_boolean (
    "checking", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hangar_first_run_init (HangarFirstRun *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * hangar_first_run_new:
 * @connections: the list that hosts are added to
 * @settings: where it is kept that this was done
 *
 * Returns: (transfer full): the first start
 */
HangarFirstRun *
hangar_first_run_new (HangarConnectionList *connections, HangarSettings *settings)
{
  HangarFirstRun *self = g_object_new (HANGAR_TYPE_FIRST_RUN, NULL);

  self->connections = g_object_ref (connections);
  self->settings = g_object_ref (settings);
  return self;
}

/**
 * hangar_first_run_check:
 * @self: the first start
 *
 * Looks for the hosts of this computer, off the main thread, and adds those that are not in the list; opening
 * them is left to whoever waits until "checking" tells that it is over. Once hosts were found the settings
 * say so.
 */
void
hangar_first_run_check (HangarFirstRun *self)
{
  if (self->checking)
    return;
  set_checking (self, TRUE);
  hangar_host_probe_run_async (self->cancellable, probed_cb, self);
}

/**
 * hangar_first_run_is_checking:
 * @self: the first start
 *
 * Returns: whether it is looking now
 */
gboolean
hangar_first_run_is_checking (HangarFirstRun *self)
{
  return self->checking;
}

/**
 * hangar_first_run_get_probe:
 * @self: the first start
 *
 * Returns: (transfer none) (nullable): what was found last, %NULL when nobody has looked
 */
const HangarHostProbe *
hangar_first_run_get_probe (HangarFirstRun *self)
{
  return self->probe;
}

/**
 * hangar_first_run_add_demonstration:
 * @self: the first start
 *
 * Adds and opens libvirt's test host, which needs nothing and runs nothing.
 *
 * Returns: (transfer none): that host
 */
HangarConnection *
hangar_first_run_add_demonstration (HangarFirstRun *self)
{
  HangarConnection *connection =
    hangar_connection_list_add (self->connections, DEMONSTRATION_URI, NULL, FALSE);

  hangar_connection_open (connection);
  return connection;
}
