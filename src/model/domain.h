/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/connection.h"
#include "model/object.h"
#include "virt/domain.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DOMAIN_STATE (hangar_domain_state_get_type ())
GType hangar_domain_state_get_type (void);

#define HANGAR_TYPE_DOMAIN_REASON (hangar_domain_reason_get_type ())
GType hangar_domain_reason_get_type (void);

/**
 * HangarDomainOperation:
 *
 * What can be done to a domain's life. The table in domain-lifecycle.c says in which state.
 */
typedef enum
{
  HANGAR_DOMAIN_OPERATION_NONE,
  HANGAR_DOMAIN_OPERATION_START,
  HANGAR_DOMAIN_OPERATION_SUSPEND,
  HANGAR_DOMAIN_OPERATION_RESUME,
  HANGAR_DOMAIN_OPERATION_SHUTDOWN,
  HANGAR_DOMAIN_OPERATION_REBOOT,
  HANGAR_DOMAIN_OPERATION_RESET,
  HANGAR_DOMAIN_OPERATION_FORCE_OFF,
  HANGAR_DOMAIN_OPERATION_SAVE,
  HANGAR_DOMAIN_OPERATION_RESTORE,
  HANGAR_DOMAIN_OPERATION_DROP_SAVED,
  HANGAR_DOMAIN_OPERATION_WAKE_UP,
  HANGAR_DOMAIN_OPERATION_UNDEFINE,
  HANGAR_DOMAIN_OPERATION_AUTOSTART,    /* it starts with its host from now on */
  HANGAR_DOMAIN_OPERATION_NO_AUTOSTART, /* and no longer */
  HANGAR_DOMAIN_N_OPERATIONS,
} HangarDomainOperation;

#define HANGAR_TYPE_DOMAIN_OPERATION (hangar_domain_operation_get_type ())
GType hangar_domain_operation_get_type (void);

#define HANGAR_TYPE_DOMAIN (hangar_domain_get_type ())
G_DECLARE_FINAL_TYPE (HangarDomain, hangar_domain, HANGAR, DOMAIN, HangarObject)

HangarDomain *hangar_domain_new (HangarConnection *connection, const char *uuid, const char *name);

HangarConnection *hangar_domain_get_connection (HangarDomain *self);
const char *hangar_domain_get_uuid (HangarDomain *self);
const char *hangar_domain_get_name (HangarDomain *self);
const char *hangar_domain_get_title (HangarDomain *self);
const char *hangar_domain_get_display_name (HangarDomain *self);
const char *hangar_domain_get_description (HangarDomain *self);
const char *hangar_domain_get_os_id (HangarDomain *self);
guint64 hangar_domain_get_memory (HangarDomain *self);
guint hangar_domain_get_vcpus (HangarDomain *self);
gboolean hangar_domain_get_autostart (HangarDomain *self);
gboolean hangar_domain_get_installing (HangarDomain *self);
gboolean hangar_domain_get_persistent (HangarDomain *self);
gboolean hangar_domain_get_template (HangarDomain *self);
gboolean hangar_domain_get_available (HangarDomain *self);

HangarDomainState hangar_domain_get_state (HangarDomain *self);
HangarDomainReason hangar_domain_get_reason (HangarDomain *self);
HangarDomainOperation hangar_domain_get_operation (HangarDomain *self);
gboolean hangar_domain_is_active (HangarDomain *self);
char *hangar_domain_dup_state_text (HangarDomain *self);

/* For the list that owns it and for the lifecycle. */
void hangar_domain_set_state (HangarDomain *self, HangarDomainState state, HangarDomainReason reason);
void hangar_domain_set_operation (HangarDomain *self, HangarDomainOperation operation);
void hangar_domain_apply (HangarDomain *self, const HangarVirtDomain *data);
void hangar_domain_apply_summary (HangarDomain *self, const HangarVirtSummary *summary);
void hangar_domain_notify_availability (HangarDomain *self);
void hangar_domain_detach (HangarDomain *self);
void hangar_domain_emit_event (HangarDomain *self, gconstpointer event);

void hangar_domain_run_async (HangarDomain *self, const HangarConnectionWork *work, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
gpointer hangar_domain_run_finish (HangarDomain *self, GAsyncResult *result, GError **error);

void hangar_domain_get_xml_async (HangarDomain *self, gboolean inactive, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
char *hangar_domain_get_xml_finish (HangarDomain *self, GAsyncResult *result, GError **error);

void hangar_domain_open_graphics_async (HangarDomain *self, guint index, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
int hangar_domain_open_graphics_finish (HangarDomain *self, GAsyncResult *result, GError **error);

G_END_DECLS
