/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarDomainState:
 * @HANGAR_DOMAIN_UNKNOWN: the hypervisor does not say
 * @HANGAR_DOMAIN_OFF: off, nothing kept
 * @HANGAR_DOMAIN_SAVED: off, its memory is kept and starting restores it
 * @HANGAR_DOMAIN_RUNNING: running
 * @HANGAR_DOMAIN_PAUSED: its processors are halted
 * @HANGAR_DOMAIN_SHUTTING_DOWN: running, about to be off
 * @HANGAR_DOMAIN_CRASHED: stopped by an error and kept for a look
 * @HANGAR_DOMAIN_SLEEPING: suspended by the guest itself
 */
typedef enum
{
  HANGAR_DOMAIN_UNKNOWN,
  HANGAR_DOMAIN_OFF,
  HANGAR_DOMAIN_SAVED,
  HANGAR_DOMAIN_RUNNING,
  HANGAR_DOMAIN_PAUSED,
  HANGAR_DOMAIN_SHUTTING_DOWN,
  HANGAR_DOMAIN_CRASHED,
  HANGAR_DOMAIN_SLEEPING,
} HangarDomainState;

/**
 * HangarDomainReason:
 *
 * Why a domain is in its state, as far as people want to know.
 */
typedef enum
{
  HANGAR_DOMAIN_REASON_NONE,
  HANGAR_DOMAIN_REASON_CRASHED,
  HANGAR_DOMAIN_REASON_PANICKED,
  HANGAR_DOMAIN_REASON_IO_ERROR,
  HANGAR_DOMAIN_REASON_WATCHDOG,
  HANGAR_DOMAIN_REASON_MIGRATED,
  HANGAR_DOMAIN_REASON_MIGRATING,
  HANGAR_DOMAIN_REASON_RESTORED,
  HANGAR_DOMAIN_REASON_SAVING,
  HANGAR_DOMAIN_REASON_DUMPING,
  HANGAR_DOMAIN_REASON_SNAPSHOT,
  HANGAR_DOMAIN_REASON_STARTING_UP,
  HANGAR_DOMAIN_REASON_FAILED,
  HANGAR_DOMAIN_REASON_FORCED_OFF,
} HangarDomainReason;

/**
 * HangarVirtDomain:
 * @uuid: identity
 * @name: name
 * @state: state; @HANGAR_DOMAIN_SAVED is told apart here
 * @reason: reason
 * @persistent: whether it stays when it is off
 *
 * One line of the list of domains: cheap to have for thousands.
 */
typedef struct
{
  char uuid[37];
  char *name;
  HangarDomainState state;
  HangarDomainReason reason;
  gboolean persistent;
} HangarVirtDomain;

/**
 * HangarVirtSummary:
 * @uuid: identity
 * @title: (nullable): title
 * @description: (nullable): notes
 * @os_id: (nullable): libosinfo's id of its operating system
 * @memory: bytes
 * @vcpus: virtual CPUs at most
 * @autostart: whether it starts with the host
 * @template: it is there to be cloned, not to be started
 * @installing: its installation began, and the medium is still in
 *
 * What the list shows beyond the state; read from the definition.
 */
typedef struct
{
  char uuid[37];
  char *title;
  char *description;
  char *os_id;
  guint64 memory;
  guint vcpus;
  gboolean autostart;
  gboolean template;
  gboolean installing;
} HangarVirtSummary;

HangarDomainState hangar_virt_state_from_libvirt (int state);
GPtrArray *hangar_virt_domain_list (GVirConnection *connection, GError **error);
HangarVirtDomain *hangar_virt_domain_get (GVirConnection *connection, const char *uuid, GError **error);
gboolean hangar_virt_domain_is_active (GVirConnection *connection, const char *uuid);
HangarVirtSummary *hangar_virt_domain_get_summary (GVirConnection *connection, const char *uuid,
                                                   GError **error);
GPtrArray *hangar_virt_domain_get_summaries (GVirConnection *connection, const char *const *uuids,
                                             gint64 usec, guint *n_read);
HangarVirtSummary *hangar_virt_summary_new_from_xml (const char *uuid, const char *xml);

char *hangar_virt_domain_get_xml (GVirConnection *connection, const char *uuid, gboolean inactive,
                                  GError **error);
char *hangar_virt_domain_define (GVirConnection *connection, const char *xml, GError **error);

gboolean hangar_virt_domain_start (GVirConnection *connection, const char *uuid, GError **error);
gboolean hangar_virt_domain_suspend (GVirConnection *connection, const char *uuid, GError **error);
gboolean hangar_virt_domain_resume (GVirConnection *connection, const char *uuid, GError **error);
gboolean hangar_virt_domain_shutdown (GVirConnection *connection, const char *uuid, GError **error);
gboolean hangar_virt_domain_reboot (GVirConnection *connection, const char *uuid, GError **error);
gboolean hangar_virt_domain_reset (GVirConnection *connection, const char *uuid, GError **error);
gboolean hangar_virt_domain_destroy (GVirConnection *connection, const char *uuid, GError **error);
gboolean hangar_virt_domain_save (GVirConnection *connection, const char *uuid, GError **error);
gboolean hangar_virt_domain_drop_saved (GVirConnection *connection, const char *uuid, GError **error);
gboolean hangar_virt_domain_wake_up (GVirConnection *connection, const char *uuid, GError **error);
gboolean hangar_virt_domain_undefine (GVirConnection *connection, const char *uuid, GError **error);
gboolean hangar_virt_domain_set_autostart (GVirConnection *connection, const char *uuid, gboolean autostart,
                                           GError **error);
gboolean hangar_virt_domain_abort_job (GVirConnection *connection, const char *uuid, GError **error);
int hangar_virt_domain_open_graphics (GVirConnection *connection, const char *uuid, guint index,
                                      GError **error);

void hangar_virt_domain_free (HangarVirtDomain *domain);
void hangar_virt_summary_free (HangarVirtSummary *summary);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarVirtDomain, hangar_virt_domain_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarVirtSummary, hangar_virt_summary_free)

G_END_DECLS
