/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes installation media out of machines once they were switched off, whoever switched them off and
 * whenever. */

#include "model/guest-finisher.h"

#include "model/domain.h"
#include "virt/guest.h"

struct _HangarGuestFinisher
{
  GObject parent_instance;

  GListModel *connections;
};

G_DEFINE_FINAL_TYPE (HangarGuestFinisher, hangar_guest_finisher, G_TYPE_OBJECT)

static gpointer
finish_install (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  hangar_virt_guest_finish_install (connection, data, error);
  return NULL;
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarDomain) domain = user_data;
  g_autoptr (GError) error = NULL;

  hangar_domain_run_finish (domain, result, &error);
  /* The mark is still there: it is tried again when the machine is off the next time. */
  if (error != NULL)
    g_debug ("the installation medium of %s stays: %s", hangar_domain_get_name (domain), error->message);
}

static void
finish (HangarDomain *domain)
{
  const HangarConnectionWork work = {
    .lane = HANGAR_WORKER_QUICK,
    .func = finish_install,
    .data = g_strdup (hangar_domain_get_uuid (domain)),
    .data_free = g_free,
  };

  hangar_domain_run_async (domain, &work, NULL, finished_cb, g_object_ref (domain));
}

/* The definition that is known may be older than the mark, so each machine that goes off is looked at. */
static void
state_cb (HangarGuestFinisher *self, GParamSpec *pspec, HangarDomain *domain)
{
  if (hangar_domain_get_state (domain) == HANGAR_DOMAIN_OFF)
    finish (domain);
}

/* Machines that were switched off while nobody looked are few, and their definitions tell. */
static void
installing_cb (HangarGuestFinisher *self, GParamSpec *pspec, HangarDomain *domain)
{
  if (hangar_domain_get_installing (domain) && hangar_domain_get_state (domain) == HANGAR_DOMAIN_OFF)
    finish (domain);
}

static void
domains_changed_cb (HangarGuestFinisher *self, guint position, guint removed, guint added,
                    GListModel *domains)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (HangarDomain) domain = g_list_model_get_item (domains, i);

      g_signal_handlers_disconnect_by_data (domain, self);
      g_signal_connect_object (domain, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (domain, "notify::installing", G_CALLBACK (installing_cb), self,
                               G_CONNECT_SWAPPED);
      installing_cb (self, NULL, domain);
    }
}

static void
connections_changed_cb (HangarGuestFinisher *self, guint position, guint removed, guint added,
                        GListModel *connections)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (HangarConnection) connection = g_list_model_get_item (connections, i);
      GListModel *domains = hangar_connection_get_domains (connection);

      g_signal_handlers_disconnect_by_data (domains, self);
      g_signal_connect_object (domains, "items-changed", G_CALLBACK (domains_changed_cb), self,
                               G_CONNECT_SWAPPED);
      domains_changed_cb (self, 0, 0, g_list_model_get_n_items (domains), domains);
    }
}

static void
hangar_guest_finisher_dispose (GObject *object)
{
  g_clear_object (&HANGAR_GUEST_FINISHER (object)->connections);
  G_OBJECT_CLASS (hangar_guest_finisher_parent_class)->dispose (object);
}

static void
hangar_guest_finisher_class_init (HangarGuestFinisherClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_guest_finisher_dispose;
}

static void
hangar_guest_finisher_init (HangarGuestFinisher *self)
{
}

/**
 * hangar_guest_finisher_new:
 * @connections: the hosts to look after
 *
 * Returns: (transfer full): what finishes installations as long as it lives
 */
HangarGuestFinisher *
hangar_guest_finisher_new (GListModel *connections)
{
  HangarGuestFinisher *self = g_object_new (HANGAR_TYPE_GUEST_FINISHER, NULL);

  self->connections = g_object_ref (connections);
  g_signal_connect_object (connections, "items-changed", G_CALLBACK (connections_changed_cb), self,
                           G_CONNECT_SWAPPED);
  connections_changed_cb (self, 0, 0, g_list_model_get_n_items (connections), connections);
  return self;
}
