/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A machine's hardware as it is stored and as it runs, kept true; and the changes that wait for the next
 * start. */

#include "model/hardware.h"

#include "virt/domain.h"

struct _HangarHardware
{
  GObject parent_instance;

  HangarDomain *domain;
  GListModel *hosts; /* (nullable): of HangarConnection */
  GCancellable *cancellable;
  GListStore *devices;
  char *xml;     /* (nullable): the stored definition; of a machine without one, what runs */
  char *running; /* (nullable): what runs; NULL while it is off */
  GPtrArray *pending;
  GError *error;
  gboolean is_loading;
  gboolean is_stale; /* changed while it was being read */
};

G_DEFINE_FINAL_TYPE (HangarHardware, hangar_hardware, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What a worker's thread reads and makes of it, so that the main thread only takes it over. */
typedef struct
{
  char uuid[37];
  char *xml;
  char *running;
  GPtrArray *devices;
  GPtrArray *pending;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_free (reading->xml);
  g_free (reading->running);
  g_clear_pointer (&reading->devices, g_ptr_array_unref);
  g_clear_pointer (&reading->pending, g_ptr_array_unref);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static gpointer
read_run (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (HangarVirtDomain) domain = hangar_virt_domain_get (connection, data, error);
  g_autoptr (Reading) reading = g_new0 (Reading, 1);
  g_autoptr (HangarXml) stored = NULL, running = NULL;
  gboolean is_active;

  if (domain == NULL)
    return NULL;
  is_active = domain->state != HANGAR_DOMAIN_OFF && domain->state != HANGAR_DOMAIN_SAVED;
  reading->xml = hangar_virt_domain_get_xml (connection, data, domain->persistent, error);
  stored = reading->xml != NULL ? hangar_xml_new (reading->xml, error) : NULL;
  if (stored == NULL)
    return NULL;
  reading->devices = hangar_devices_new_from_xml (stored);
  if (is_active)
    reading->running = hangar_virt_domain_get_xml (connection, data, FALSE, NULL);
  running = reading->running != NULL ? hangar_xml_new (reading->running, NULL) : NULL;
  if (running != NULL && domain->persistent)
    reading->pending = hangar_hardware_compare (running, stored, TRUE);
  else
    reading->pending = g_ptr_array_new ();
  return g_steal_pointer (&reading);
}

static void
take_over (HangarHardware *self, Reading *reading)
{
  g_free (self->xml);
  self->xml = g_steal_pointer (&reading->xml);
  g_free (self->running);
  self->running = g_steal_pointer (&reading->running);
  g_clear_pointer (&self->pending, g_ptr_array_unref);
  self->pending = g_steal_pointer (&reading->pending);
  g_list_store_splice (self->devices, 0, g_list_model_get_n_items (G_LIST_MODEL (self->devices)),
                       reading->devices->pdata, reading->devices->len);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarHardware) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Reading) reading = hangar_domain_run_finish (self->domain, result, &error);

  self->is_loading = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  if (reading != NULL)
    take_over (self, reading);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (self->is_stale)
    hangar_hardware_reload (self);
}

static void
hangar_hardware_dispose (GObject *object)
{
  HangarHardware *self = HANGAR_HARDWARE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->domain);
  g_clear_object (&self->hosts);

  G_OBJECT_CLASS (hangar_hardware_parent_class)->dispose (object);
}

static void
hangar_hardware_finalize (GObject *object)
{
  HangarHardware *self = HANGAR_HARDWARE (object);

  g_object_unref (self->devices);
  g_free (self->xml);
  g_free (self->running);
  g_clear_pointer (&self->pending, g_ptr_array_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (hangar_hardware_parent_class)->finalize (object);
}

static void
hangar_hardware_class_init (HangarHardwareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hangar_hardware_dispose;
  object_class->finalize = hangar_hardware_finalize;

  /**
   * HangarHardware::changed:
   * @self: the hardware
   *
   * It was read again (or could not be read).
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", HANGAR_TYPE_HARDWARE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hangar_hardware_init (HangarHardware *self)
{
  self->devices = g_list_store_new (HANGAR_TYPE_DEVICE);
  self->cancellable = g_cancellable_new ();
}

/**
 * hangar_hardware_new:
 * @domain: a machine
 *
 * Reads it at once, and again whenever its definition changes.
 *
 * Returns: (transfer full): its hardware
 */
HangarHardware *
hangar_hardware_new (HangarDomain *domain)
{
  static const char *const causes[] = { "definition-changed", "notify::state", "notify::available" };
  HangarHardware *self = g_object_new (HANGAR_TYPE_HARDWARE, NULL);

  self->domain = g_object_ref (domain);
  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++)
    g_signal_connect_object (domain, causes[i], G_CALLBACK (hangar_hardware_reload), self, G_CONNECT_SWAPPED);
  hangar_hardware_reload (self);
  return self;
}

/**
 * hangar_hardware_reload:
 * @self: hardware
 *
 * Reads it again; #HangarHardware::changed tells when that is done.
 */
void
hangar_hardware_reload (HangarHardware *self)
{
  HangarConnectionWork work = { HANGAR_WORKER_QUICK, read_run, NULL, g_free, reading_free };

  if (self->domain == NULL || !hangar_domain_get_available (self->domain))
    return;
  self->is_stale = self->is_loading;
  if (self->is_loading)
    return;
  self->is_loading = TRUE;
  work.data = g_strdup (hangar_domain_get_uuid (self->domain));
  hangar_domain_run_async (self->domain, &work, self->cancellable, read_cb, g_object_ref (self));
}

/**
 * hangar_hardware_get_domain:
 * @self: hardware
 *
 * Returns: (transfer none): the machine
 */
HangarDomain *
hangar_hardware_get_domain (HangarHardware *self)
{
  return self->domain;
}

/**
 * hangar_hardware_set_hosts:
 * @self: hardware
 * @hosts: (nullable): all hosts, of #HangarConnection: their machines may use the same disks
 */
void
hangar_hardware_set_hosts (HangarHardware *self, GListModel *hosts)
{
  g_set_object (&self->hosts, hosts);
}

/**
 * hangar_hardware_get_hosts:
 * @self: hardware
 *
 * Returns: (transfer none) (nullable): all hosts
 */
GListModel *
hangar_hardware_get_hosts (HangarHardware *self)
{
  return self->hosts;
}

/**
 * hangar_hardware_get_devices:
 * @self: hardware
 *
 * Returns: (transfer none): a list of #HangarDevice, as stored
 */
GListModel *
hangar_hardware_get_devices (HangarHardware *self)
{
  return G_LIST_MODEL (self->devices);
}

/**
 * hangar_hardware_get_xml:
 * @self: hardware
 *
 * Returns: (nullable): the stored definition, secrets included: do not show them
 */
const char *
hangar_hardware_get_xml (HangarHardware *self)
{
  return self->xml;
}

/**
 * hangar_hardware_get_running_xml:
 * @self: hardware
 *
 * Returns: (nullable): the definition of what runs, %NULL when it is off
 */
const char *
hangar_hardware_get_running_xml (HangarHardware *self)
{
  return self->running;
}

/**
 * hangar_hardware_get_pending:
 * @self: hardware
 *
 * Returns: (transfer none) (nullable) (element-type HangarHardwareChange): what waits for the next start
 */
GPtrArray *
hangar_hardware_get_pending (HangarHardware *self)
{
  return self->pending;
}

/**
 * hangar_hardware_get_error:
 * @self: hardware
 *
 * Returns: (nullable): why it could not be read
 */
const GError *
hangar_hardware_get_error (HangarHardware *self)
{
  return self->error;
}

/**
 * hangar_hardware_is_stale:
 * @self: hardware
 *
 * Returns: whether what is known was read before something changed: it is being read once more
 */
gboolean
hangar_hardware_is_stale (HangarHardware *self)
{
  return self->is_stale;
}
