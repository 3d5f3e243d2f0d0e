/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Domains: what they are, and the calls of their lifecycle. Everything here blocks: worker threads only. */

#include "virt/domain.h"

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/guest.h"
#include "virt/xml.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEMPLATE                                                                              \
  "/domain/metadata/*[local-name()='machine' and namespace-uri()='" HANGAR_GUEST_METADATA_URI \
  "'][@template='yes']"

/**
 * hangar_virt_domain_free:
 * @domain: (transfer full): a line of the list
 */
void
hangar_virt_domain_free (HangarVirtDomain *domain)
{
  g_free (domain->name);
  g_free (domain);
}

/**
 * hangar_virt_summary_free:
 * @summary: (transfer full): a summary
 */
void
hangar_virt_summary_free (HangarVirtSummary *summary)
{
  g_free (summary->title);
  g_free (summary->description);
  g_free (summary->os_id);
  g_free (summary);
}

/**
 * hangar_virt_state_from_libvirt:
 * @state: a virDomainState
 *
 * Returns: the same in our words
 */
HangarDomainState
hangar_virt_state_from_libvirt (int state)
{
  switch (state)
    {
    case VIR_DOMAIN_RUNNING:
    case VIR_DOMAIN_BLOCKED:
      return HANGAR_DOMAIN_RUNNING;
    case VIR_DOMAIN_PAUSED:
      return HANGAR_DOMAIN_PAUSED;
    case VIR_DOMAIN_SHUTDOWN:
      return HANGAR_DOMAIN_SHUTTING_DOWN;
    case VIR_DOMAIN_SHUTOFF:
      return HANGAR_DOMAIN_OFF;
    case VIR_DOMAIN_CRASHED:
      return HANGAR_DOMAIN_CRASHED;
    case VIR_DOMAIN_PMSUSPENDED:
      return HANGAR_DOMAIN_SLEEPING;
    default:
      return HANGAR_DOMAIN_UNKNOWN;
    }
}

typedef struct
{
  int state;
  int reason;
  HangarDomainReason meaning;
} ReasonEntry;

static const ReasonEntry reasons[] = {
  { VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_RESTORED, HANGAR_DOMAIN_REASON_RESTORED },
  { VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_MIGRATED, HANGAR_DOMAIN_REASON_MIGRATED },
  { VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_CRASHED, HANGAR_DOMAIN_REASON_CRASHED },
  { VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_MIGRATION, HANGAR_DOMAIN_REASON_MIGRATING },
  { VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_SAVE, HANGAR_DOMAIN_REASON_SAVING },
  { VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_DUMP, HANGAR_DOMAIN_REASON_DUMPING },
  { VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_IOERROR, HANGAR_DOMAIN_REASON_IO_ERROR },
  { VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_WATCHDOG, HANGAR_DOMAIN_REASON_WATCHDOG },
  { VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_SNAPSHOT, HANGAR_DOMAIN_REASON_SNAPSHOT },
  { VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_CRASHED, HANGAR_DOMAIN_REASON_CRASHED },
  { VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_STARTING_UP, HANGAR_DOMAIN_REASON_STARTING_UP },
  { VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_DESTROYED, HANGAR_DOMAIN_REASON_FORCED_OFF },
  { VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_CRASHED, HANGAR_DOMAIN_REASON_CRASHED },
  { VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_MIGRATED, HANGAR_DOMAIN_REASON_MIGRATED },
  { VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_FAILED, HANGAR_DOMAIN_REASON_FAILED },
  { VIR_DOMAIN_CRASHED, VIR_DOMAIN_CRASHED_PANICKED, HANGAR_DOMAIN_REASON_PANICKED },
};

static HangarDomainReason
reason_from_libvirt (int state, int reason)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (reasons[i].state == state && reasons[i].reason == reason)
      return reasons[i].meaning;
  return HANGAR_DOMAIN_REASON_NONE;
}

static HangarVirtDomain *
domain_new (virDomainPtr handle)
{
  HangarVirtDomain *domain = g_new0 (HangarVirtDomain, 1);

  virDomainGetUUIDString (handle, domain->uuid);
  domain->name = g_utf8_make_valid (virDomainGetName (handle), -1);
  domain->persistent = TRUE;
  return domain;
}

static void
domain_set_state (HangarVirtDomain *domain, int state, int reason)
{
  gboolean saved = domain->state == HANGAR_DOMAIN_SAVED;

  domain->state = hangar_virt_state_from_libvirt (state);
  domain->reason = reason_from_libvirt (state, reason);
  if (saved && domain->state == HANGAR_DOMAIN_OFF)
    domain->state = HANGAR_DOMAIN_SAVED;
}

/* Marks by a list that the daemon filters: one call for all instead of one for each. */
static void
list_mark (virConnectPtr handle, GHashTable *by_uuid, unsigned int filter)
{
  virDomainPtr *handles = NULL;
  int n = virConnectListAllDomains (handle, &handles, filter);

  for (int i = 0; i < n; i++)
    {
      char uuid[VIR_UUID_STRING_BUFLEN];
      HangarVirtDomain *domain;

      virDomainGetUUIDString (handles[i], uuid);
      domain = g_hash_table_lookup (by_uuid, uuid);
      if (domain != NULL && filter == VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE)
        domain->state = HANGAR_DOMAIN_SAVED;
      else if (domain != NULL)
        domain->persistent = FALSE;
      virDomainFree (handles[i]);
    }
  free (handles);
}

static void
list_set_state (GHashTable *by_uuid, virDomainPtr handle, virTypedParameterPtr params, int n)
{
  char uuid[VIR_UUID_STRING_BUFLEN];
  HangarVirtDomain *domain;
  int state = 0, reason = 0;

  virDomainGetUUIDString (handle, uuid);
  domain = g_hash_table_lookup (by_uuid, uuid);
  if (domain == NULL)
    return;
  if (params == NULL)
    virDomainGetState (handle, &state, &reason, 0);
  else
    {
      virTypedParamsGetInt (params, n, "state.state", &state);
      virTypedParamsGetInt (params, n, "state.reason", &reason);
    }
  domain_set_state (domain, state, reason);
}

static void
list_fill_states (virConnectPtr handle, GHashTable *by_uuid, virDomainPtr *handles, int n_handles)
{
  virDomainStatsRecordPtr *records = NULL;
  int n = virConnectGetAllDomainStats (handle, VIR_DOMAIN_STATS_STATE, &records, 0);

  for (int i = 0; i < n; i++)
    list_set_state (by_uuid, records[i]->dom, records[i]->params, records[i]->nparams);
  if (n >= 0)
    virDomainStatsRecordListFree (records);
  else /* LXC and others have no bulk call */
    for (int i = 0; i < n_handles; i++)
      list_set_state (by_uuid, handles[i], NULL, 0);
}

/**
 * hangar_virt_domain_list:
 * @connection: an open connection
 * @error: return location
 *
 * Lists all domains with their states, in a fixed number of calls however many there are.
 *
 * Returns: (transfer full) (nullable) (element-type HangarVirtDomain): the list
 */
GPtrArray *
hangar_virt_domain_list (GVirConnection *connection, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_domain_free);
  g_autoptr (GHashTable) by_uuid = g_hash_table_new (g_str_hash, g_str_equal);
  virDomainPtr *handles = NULL;
  int n = virConnectListAllDomains (handle, &handles, 0);

  if (n < 0)
    {
      hangar_virt_error_set (error);
      return NULL;
    }

  for (int i = 0; i < n; i++)
    {
      HangarVirtDomain *domain = domain_new (handles[i]);

      g_ptr_array_add (list, domain);
      g_hash_table_insert (by_uuid, domain->uuid, domain);
    }
  list_mark (handle, by_uuid, VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE);
  list_mark (handle, by_uuid, VIR_CONNECT_LIST_DOMAINS_TRANSIENT);
  list_fill_states (handle, by_uuid, handles, n);

  for (int i = 0; i < n; i++)
    virDomainFree (handles[i]);
  free (handles);
  return g_steal_pointer (&list);
}

/**
 * hangar_virt_domain_get:
 * @connection: an open connection
 * @uuid: a domain
 * @error: return location; %VIR_ERR_NO_DOMAIN when it is gone
 *
 * Returns: (transfer full) (nullable): its line of the list
 */
HangarVirtDomain *
hangar_virt_domain_get (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virDomainPtr) handle = hangar_virt_lookup (connection, uuid, error);
  g_autoptr (HangarVirtDomain) domain = NULL;
  int state, reason;

  if (handle == NULL)
    return NULL;

  domain = domain_new (handle);
  if (virDomainGetState (handle, &state, &reason, 0) < 0)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  if (virDomainHasManagedSaveImage (handle, 0) > 0)
    domain->state = HANGAR_DOMAIN_SAVED;
  domain_set_state (domain, state, reason);
  domain->persistent = virDomainIsPersistent (handle) != 0;
  return g_steal_pointer (&domain);
}

/**
 * hangar_virt_domain_is_active:
 * @connection: a connection
 * @uuid: a domain
 *
 * Returns: whether the host says that it has a running process
 */
gboolean
hangar_virt_domain_is_active (GVirConnection *connection, const char *uuid)
{
  g_autoptr (HangarVirtDomain) domain = hangar_virt_domain_get (connection, uuid, NULL);

  return domain != NULL && domain->state != HANGAR_DOMAIN_OFF && domain->state != HANGAR_DOMAIN_SAVED;
}

/* What the list shows stands before the system to start and the devices, which are most of a definition: with
 * a thousand machines the time shows. Where that place is inside something else, what comes before it is no
 * document. */
static HangarXml *
parse_beginning (const char *xml)
{
  const char *end = strstr (xml, "<os>");
  g_autofree char *beginning = end != NULL ? g_strndup (xml, (gsize) (end - xml)) : NULL;
  g_autofree char *text = beginning != NULL ? g_strconcat (beginning, "</domain>", NULL) : NULL;
  HangarXml *doc = text != NULL ? hangar_xml_new (text, NULL) : NULL;

  if (doc != NULL && hangar_xml_get_uint (doc, "/domain/vcpu") > 0)
    return doc;
  g_clear_pointer (&doc, hangar_xml_free);
  return hangar_xml_new (xml, NULL);
}

/**
 * hangar_virt_summary_new_from_xml:
 * @uuid: the domain's identity
 * @xml: its definition
 *
 * Returns: (transfer full): what the list shows of it
 */
HangarVirtSummary *
hangar_virt_summary_new_from_xml (const char *uuid, const char *xml)
{
  HangarVirtSummary *summary = g_new0 (HangarVirtSummary, 1);
  g_autoptr (HangarXml) doc = parse_beginning (xml);

  g_strlcpy (summary->uuid, uuid, sizeof summary->uuid);
  if (doc == NULL)
    return summary;

  summary->title = hangar_xml_get (doc, "/domain/title");
  summary->description = hangar_xml_get (doc, "/domain/description");
  summary->os_id =
    hangar_xml_get (doc, "/domain/metadata/*[local-name()='libosinfo']/*[local-name()='os']/@id");
  summary->memory = hangar_xml_get_size (doc, "/domain/memory");
  summary->vcpus = hangar_xml_get_uint (doc, "/domain/vcpu");
  summary->template = hangar_xml_count (doc, TEMPLATE) > 0;
  summary->installing =
    hangar_xml_count (doc, "/domain/metadata/*[local-name()='machine']/*[local-name()='install']"
                           "[@state='started']") > 0;
  return summary;
}

static HangarVirtSummary *
read_summary (virDomainPtr handle, const char *uuid, GError **error)
{
  HangarVirtSummary *summary;
  char *xml = virDomainGetXMLDesc (handle, 0);

  if (xml == NULL)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  summary = hangar_virt_summary_new_from_xml (uuid, xml);
  free (xml);
  return summary;
}

/**
 * hangar_virt_domain_get_summary:
 * @connection: an open connection
 * @uuid: a domain
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what the list shows of it
 */
HangarVirtSummary *
hangar_virt_domain_get_summary (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virDomainPtr) handle = hangar_virt_lookup (connection, uuid, error);
  HangarVirtSummary *summary;
  int autostart = 0;

  if (handle == NULL)
    return NULL;
  summary = read_summary (handle, uuid, error);
  if (summary != NULL && virDomainGetAutostart (handle, &autostart) == 0)
    summary->autostart = autostart != 0;
  return summary;
}

static void
domain_handle_free (gpointer data)
{
  virDomainFree (data);
}

/* All domains that @filter lets through. */
static GHashTable *
list_handles (virConnectPtr handle, unsigned int filter)
{
  GHashTable *by_uuid = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, domain_handle_free);
  virDomainPtr *handles = NULL;
  int n = virConnectListAllDomains (handle, &handles, filter);

  for (int i = 0; i < n; i++)
    {
      char *uuid = g_malloc (VIR_UUID_STRING_BUFLEN);

      virDomainGetUUIDString (handles[i], uuid);
      g_hash_table_insert (by_uuid, uuid, handles[i]);
    }
  free (handles);
  return by_uuid;
}

/**
 * hangar_virt_domain_get_summaries:
 * @connection: an open connection
 * @uuids: domains
 * @usec: how long this may take, about: what was not begun by then is left
 * @n_read: (out): how many of @uuids were read or are gone
 *
 * Reads many in a third of the calls that one by one would need.
 *
 * Returns: (transfer full) (element-type HangarVirtSummary): those that still exist
 */
GPtrArray *
hangar_virt_domain_get_summaries (GVirConnection *connection, const char *const *uuids, gint64 usec,
                                  guint *n_read)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_autoptr (GHashTable) all = list_handles (handle, 0);
  g_autoptr (GHashTable) autostarting = list_handles (handle, VIR_CONNECT_LIST_DOMAINS_AUTOSTART);
  GPtrArray *summaries = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_summary_free);
  const gint64 end = g_get_monotonic_time () + usec;

  for (*n_read = 0; uuids[*n_read] != NULL && g_get_monotonic_time () < end; (*n_read)++)
    {
      const char *uuid = uuids[*n_read];
      virDomainPtr domain = g_hash_table_lookup (all, uuid);
      HangarVirtSummary *summary = domain != NULL ? read_summary (domain, uuid, NULL) : NULL;

      if (summary == NULL)
        continue;
      summary->autostart = g_hash_table_contains (autostarting, uuid);
      g_ptr_array_add (summaries, summary);
    }
  return summaries;
}

/**
 * hangar_virt_domain_get_xml:
 * @connection: an open connection
 * @uuid: a domain
 * @inactive: the stored definition rather than what runs
 * @error: return location
 *
 * Reads a definition whole, secrets included, so that what is changed and defined again loses nothing.
 *
 * Returns: (transfer full) (nullable): the XML
 */
char *
hangar_virt_domain_get_xml (GVirConnection *connection, const char *uuid, gboolean inactive, GError **error)
{
  g_auto (virDomainPtr) handle = hangar_virt_lookup (connection, uuid, error);
  unsigned int flags = inactive ? VIR_DOMAIN_XML_INACTIVE : 0;
  char *xml, *copy;

  if (handle == NULL)
    return NULL;

  xml = virDomainGetXMLDesc (handle, flags | VIR_DOMAIN_XML_SECURE);
  /* A read-only connection may not see secrets; it cannot define either. */
  if (xml == NULL && virGetLastErrorCode () == VIR_ERR_OPERATION_DENIED)
    xml = virDomainGetXMLDesc (handle, flags);
  if (xml == NULL)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  copy = g_strdup (xml);
  free (xml);
  return copy;
}

/**
 * hangar_virt_domain_define:
 * @connection: an open connection
 * @xml: a definition
 * @error: return location
 *
 * Stores a definition. The daemon validates it against its schema when it can.
 *
 * Returns: (transfer full) (nullable): the UUID
 */
char *
hangar_virt_domain_define (GVirConnection *connection, const char *xml, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_auto (virDomainPtr) domain = virDomainDefineXMLFlags (handle, xml, VIR_DOMAIN_DEFINE_VALIDATE);
  char uuid[VIR_UUID_STRING_BUFLEN];

  if (domain == NULL && virGetLastErrorCode () == VIR_ERR_INVALID_ARG)
    domain = virDomainDefineXML (handle, xml);
  if (domain == NULL)
    {
      hangar_virt_error_set (error);
      return NULL;
    }
  virDomainGetUUIDString (domain, uuid);
  return g_strdup (uuid);
}

typedef gboolean (*GlibCall) (GVirDomain *domain, guint flags, GError **error);

/* Where libvirt-glib has the call. */
static gboolean
call_glib (GVirConnection *connection, const char *uuid, GlibCall call, GError **error)
{
  g_autoptr (GVirDomain) domain = hangar_virt_lookup_object (connection, uuid, error);

  if (domain == NULL)
    return FALSE;
  if (call (domain, 0, error))
    return TRUE;
  hangar_virt_error_adopt (error);
  return FALSE;
}

/* Where it has not. */
static gboolean
check (int result, GError **error)
{
  if (result >= 0)
    return TRUE;
  hangar_virt_error_set (error);
  return FALSE;
}

static gboolean
stop_cb (GVirDomain *domain, guint flags, GError **error)
{
  return gvir_domain_stop (domain, flags, error);
}

static gboolean
suspend_cb (GVirDomain *domain, guint flags, GError **error)
{
  return gvir_domain_suspend (domain, error);
}

static gboolean
resume_cb (GVirDomain *domain, guint flags, GError **error)
{
  return gvir_domain_resume (domain, error);
}

/**
 * hangar_virt_domain_start:
 * @connection: an open connection
 * @uuid: a domain that is off or saved
 * @error: return location
 *
 * Returns: whether it started (or was restored)
 */
gboolean
hangar_virt_domain_start (GVirConnection *connection, const char *uuid, GError **error)
{
  return call_glib (connection, uuid, (GlibCall) gvir_domain_start, error);
}

/**
 * hangar_virt_domain_suspend:
 * @connection: an open connection
 * @uuid: a running domain
 * @error: return location
 *
 * Returns: whether it was paused
 */
gboolean
hangar_virt_domain_suspend (GVirConnection *connection, const char *uuid, GError **error)
{
  return call_glib (connection, uuid, suspend_cb, error);
}

/**
 * hangar_virt_domain_resume:
 * @connection: an open connection
 * @uuid: a paused domain
 * @error: return location
 *
 * Returns: whether it runs again
 */
gboolean
hangar_virt_domain_resume (GVirConnection *connection, const char *uuid, GError **error)
{
  return call_glib (connection, uuid, resume_cb, error);
}

/**
 * hangar_virt_domain_shutdown:
 * @connection: an open connection
 * @uuid: a running domain
 * @error: return location
 *
 * Asks the guest to shut down; it may ignore that.
 *
 * Returns: whether it was asked
 */
gboolean
hangar_virt_domain_shutdown (GVirConnection *connection, const char *uuid, GError **error)
{
  return call_glib (connection, uuid, (GlibCall) gvir_domain_shutdown, error);
}

/**
 * hangar_virt_domain_reboot:
 * @connection: an open connection
 * @uuid: a running domain
 * @error: return location
 *
 * Returns: whether the guest was asked to restart
 */
gboolean
hangar_virt_domain_reboot (GVirConnection *connection, const char *uuid, GError **error)
{
  return call_glib (connection, uuid, (GlibCall) gvir_domain_reboot, error);
}

/**
 * hangar_virt_domain_reset:
 * @connection: an open connection
 * @uuid: a running domain
 * @error: return location
 *
 * Returns: whether its reset button was pressed
 */
gboolean
hangar_virt_domain_reset (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);

  return domain != NULL && check (virDomainReset (domain, 0), error);
}

/**
 * hangar_virt_domain_destroy:
 * @connection: an open connection
 * @uuid: an active domain
 * @error: return location
 *
 * Returns: whether its power was cut; takes 1-2 s
 */
gboolean
hangar_virt_domain_destroy (GVirConnection *connection, const char *uuid, GError **error)
{
  return call_glib (connection, uuid, stop_cb, error);
}

/**
 * hangar_virt_domain_save:
 * @connection: an open connection
 * @uuid: an active domain
 * @error: return location
 *
 * Writes its memory to the host's disk and stops it. Long; hangar_virt_domain_abort_job() ends it early.
 *
 * Returns: whether it is saved
 */
gboolean
hangar_virt_domain_save (GVirConnection *connection, const char *uuid, GError **error)
{
  return call_glib (connection, uuid, (GlibCall) gvir_domain_save, error);
}

/**
 * hangar_virt_domain_drop_saved:
 * @connection: an open connection
 * @uuid: a saved domain
 * @error: return location
 *
 * Returns: whether its saved memory was thrown away
 */
gboolean
hangar_virt_domain_drop_saved (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);

  return domain != NULL && check (virDomainManagedSaveRemove (domain, 0), error);
}

/**
 * hangar_virt_domain_wake_up:
 * @connection: an open connection
 * @uuid: a sleeping domain
 * @error: return location
 *
 * Returns: whether it was woken
 */
gboolean
hangar_virt_domain_wake_up (GVirConnection *connection, const char *uuid, GError **error)
{
  return call_glib (connection, uuid, (GlibCall) gvir_domain_wakeup, error);
}

/**
 * hangar_virt_domain_undefine:
 * @connection: an open connection
 * @uuid: a domain
 * @error: return location
 *
 * Forgets a definition with all that libvirt keeps for it: saved memory, snapshots' descriptions, firmware
 * variables. No disk is touched.
 *
 * Returns: whether it is gone
 */
gboolean
hangar_virt_domain_undefine (GVirConnection *connection, const char *uuid, GError **error)
{
  static const unsigned int tries[] = {
    VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
      VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA | VIR_DOMAIN_UNDEFINE_NVRAM,
    /* what the test driver and older daemons know */
    VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA,
    0,
  };
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);

  if (domain == NULL)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      if (virDomainUndefineFlags (domain, tries[i]) == 0)
        return TRUE;
      if (virGetLastErrorCode () != VIR_ERR_INVALID_ARG && virGetLastErrorCode () != VIR_ERR_NO_SUPPORT)
        break;
    }
  hangar_virt_error_set (error);
  return FALSE;
}

/**
 * hangar_virt_domain_set_autostart:
 * @connection: an open connection
 * @uuid: a domain
 * @autostart: whether it starts with the host
 * @error: return location
 *
 * Returns: whether that was stored
 */
gboolean
hangar_virt_domain_set_autostart (GVirConnection *connection, const char *uuid, gboolean autostart,
                                  GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);

  return domain != NULL && check (virDomainSetAutostart (domain, autostart), error);
}

/**
 * hangar_virt_domain_abort_job:
 * @connection: an open connection
 * @uuid: a domain
 * @error: return location
 *
 * Returns: whether its running job (a save, a migration) was told to stop
 */
gboolean
hangar_virt_domain_abort_job (GVirConnection *connection, const char *uuid, GError **error)
{
  g_auto (virDomainPtr) domain = hangar_virt_lookup (connection, uuid, error);

  return domain != NULL && check (virDomainAbortJob (domain), error);
}
